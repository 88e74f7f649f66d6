/** fast-check generators of programs that go wrong while they run: real ones with some words changed. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';

const programs = (
	JSON.parse(
		readFileSync(new URL('../fixtures/python-programs.json', import.meta.url), 'utf8')
	) as { source: string }[]
).map(({ source }) => source);

const WORD = /[A-Za-z_]\w*|\d+\.?\d*|\*\*|\/\/|[-+*/%<>=!]=|[^\s\w]/g;

/** Every word of every program, the more often the more they use it. */
const words = programs.flatMap((source) => source.match(WORD) ?? []);

interface Edit {
	readonly at: number;
	readonly how: 'replace' | 'remove' | 'double' | 'insert';
	readonly word: string;
}

const edits: fc.Arbitrary<Edit[]> = fc.array(
	fc.record({
		at: fc.nat(),
		how: fc.constantFrom('replace', 'remove', 'double', 'insert'),
		word: fc.constantFrom(...words)
	}),
	{ minLength: 1, maxLength: 4 }
);

function edited(source: string, { at, how, word }: Edit): string {
	const found = [...source.matchAll(WORD)];
	const chosen = found[at % Math.max(1, found.length)];
	if (!chosen) return source;
	const { index, 0: old } = chosen;
	const fresh = { replace: word, remove: '', double: `${old} ${old}`, insert: `${old} ${word}` }[
		how
	];
	return source.slice(0, index) + fresh + source.slice(index + old.length);
}

/** A program that CPython has run, with one to four words replaced, removed, doubled or put in. */
export const mutantPrograms = fc
	.tuple(fc.constantFrom(...programs), edits)
	.map(([source, changes]) => changes.reduce(edited, source));
