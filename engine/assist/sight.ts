/** The names in sight of a place: those of the functions around it, the module's, Python's own. */
import { builtins } from '../python/builtins.ts';
import { keywords } from '../python/parse-tokens.ts';
import { aboutOf, kindOf, plain } from './about.ts';
import type { About, Offer } from './answers.ts';
import { valued } from './meaning.ts';
import type { Definition } from './outline.ts';
import type { Reading } from './reading.ts';
import { meaningOfName, regionsSeen } from './resolve.ts';

/** Words that lessons have no use for here. */
const UNUSED: ReadonlySet<string> = new Set(['async', 'await']);

/** The nearest first. */
export function namesInSight(reading: Reading, offset: number): Offer[] {
	const offers = new Map<string, Offer>();
	const put = (name: string, about: () => About) => {
		if (!offers.has(name)) offers.set(name, { name, ...about() });
	};
	const defined = ({ name, path, kind }: Definition) =>
		aboutOf(reading, meaningOfName(reading, name, offset), path, kindOf(kind));
	for (const { definitions } of regionsSeen(reading, offset)) {
		for (const each of definitions) {
			const isOther = each.kind !== 'attribute' && each.from !== offset;
			if (isOther) put(each.name, () => defined(each));
		}
	}
	for (const name of reading.known.names()) {
		put(name, () => aboutOf(reading, meaningOfName(reading, name, offset), null));
	}
	for (const [name, value] of builtins) {
		put(name, () => aboutOf(reading, valued(value), `builtins.${name}`));
	}
	for (const name of keywords) {
		if (!UNUSED.has(name)) put(name, () => plain('word', `language.${name}`));
	}
	return [...offers.values()];
}
