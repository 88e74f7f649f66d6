/** What runs of a lesson have shown of its names: values of the module, tensors inside functions. */
import type { Span } from '../graph.ts';
import { language } from '../python/entry.ts';
import { PyInstance } from '../python/objects.ts';
import { Runtime } from '../python/runtime.ts';
import { PyDict, PyList, PyTuple, type PyModule, type Value } from '../python/values.ts';
import type { Trace } from '../trace.ts';
import type { TensorFacts } from './answers.ts';

/** How deep lists and objects are searched for an object of a class, and how many of them. */
const DEEPEST = 4;
const MOST = 4000;

export class Knowledge {
	readonly modules: ReadonlyMap<string, PyModule>;

	/** The newest run first: what it has not come to, an older one may have. */
	constructor(
		readonly runs: readonly Runtime[],
		readonly trace: Trace | null = null
	) {
		this.modules = (runs[0] ?? new Runtime({ seed: 0, dtype: 'float32' }, language)).modules;
	}

	/** Names of the module, as the last run left them. */
	names(): Iterable<string> {
		const names = this.runs.flatMap(({ globals }) => [...globals.names.keys()]);
		// the interpreter's own are no names of Python
		return new Set(names.filter((name) => /^\w+$/.test(name)));
	}

	global(name: string): Value | undefined {
		for (const { globals } of this.runs) {
			const value = globals.names.get(name);
			if (value !== undefined) return value;
		}
		return undefined;
	}

	/** `torch.nn.functional`, or what a module has under its last name. */
	imported(path: string): Value | undefined {
		const module = this.modules.get(path);
		const dot = path.lastIndexOf('.');
		return module ?? this.modules.get(path.slice(0, dot))?.member(path.slice(dot + 1));
	}

	/** An object of the lesson's class `name`, wherever the module's names lead to one. */
	instanceOf(name: string): PyInstance | null {
		for (const { globals } of this.runs) {
			const found = findInstance([...globals.names.values()], name);
			if (found) return found;
		}
		return null;
	}

	/** What `name` was in these lines, at `line` or last. */
	tensor(name: string, lines: { from: number; to: number }, line: number): TensorFacts | null {
		const inside = (at: Span | undefined) => at && at.line >= lines.from && at.line <= lines.to;
		const bound = this.trace?.bindings.filter((each) => each.name === name && inside(each.at));
		const binding = bound?.findLast(({ at }) => at!.line <= line) ?? bound?.at(-1);
		const node = binding && this.trace?.graph.nodes[binding.node];
		return node
			? { shape: node.shape, dtype: node.dtype, requiresGrad: node.needsGrad.includes(true) }
			: null;
	}
}

function findInstance(
	values: readonly Value[],
	name: string,
	seen = new Set<Value>(),
	depth = 0
): PyInstance | null {
	for (const value of values) {
		if (seen.has(value) || seen.size > MOST) continue;
		seen.add(value);
		if (value instanceof PyInstance && value.cls.name === name) return value;
		const inside = depth < DEEPEST ? findInstance(partsOf(value), name, seen, depth + 1) : null;
		if (inside) return inside;
	}
	return null;
}

function partsOf(value: Value): Value[] {
	if (value instanceof PyList || value instanceof PyTuple) return [...value.items];
	if (value instanceof PyDict) return [...value.entries.values()].map(([, item]) => item);
	return value instanceof PyInstance ? [...value.fields.values()] : [];
}
