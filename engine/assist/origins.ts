/** Every name that can be offered and is not the lesson's own: what an explanation is owed to. */
import { builtins } from '../python/builtins.ts';
import { PyClass, PyInstance, PySet } from '../python/objects.ts';
import { keywords } from '../python/parse-tokens.ts';
import { PyDict, PyList, PyTuple, type PyModule, type Value } from '../python/values.ts';
import { Knowledge } from './knowledge.ts';
import { namesOf, originOf, tensorNames } from './members.ts';

/** `torch.relu`, `Tensor.sum`, `Module.parameters`, `list.append`, `builtins.print`, `language.for`. */
export function origins(): ReadonlySet<string> {
	const found = new Set<string>();
	const members = (value: Value) => {
		for (const name of namesOf(value)) {
			const origin = originOf(value, name);
			if (origin !== null) found.add(origin);
		}
	};
	for (const module of new Knowledge([]).modules.values()) {
		found.add(module.name);
		members(module);
		for (const cls of classesIn(module)) members(new PyInstance(cls));
	}
	for (const value of ['', 0.5, new PyList([]), new PyTuple([]), new PyDict(), new PySet()]) {
		members(value);
	}
	for (const name of tensorNames()) found.add(`Tensor.${name}`);
	for (const name of builtins.keys()) found.add(`builtins.${name}`);
	for (const name of keywords) found.add(`language.${name}`);
	return found;
}

function classesIn(module: PyModule): PyClass[] {
	const values = [...module.names()].map((name) => module.member(name));
	return values.filter((value) => value instanceof PyClass);
}
