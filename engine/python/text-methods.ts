/** Methods of texts, by code points as Python counts them. */
import { PythonError } from './errors.ts';
import { listOfItems } from './iterators.ts';
import type { Runtime } from './runtime.ts';
import { MAX_TEXT, refuseLength } from './scalars.ts';
import type { Bound } from './signature.ts';
import { asText, type TextMethods } from './text-arguments.ts';
import { fill } from './text-format.ts';
import { textSearch } from './text-search.ts';
import { splitting } from './text-split.ts';
import { typeName } from './type-names.ts';
import { DeferredText, PyBuiltin, toIndex, type Evaluation, type Value } from './values.ts';

/** Longest text that a method may make. */
const LONGEST = 1_000_000;

const plain = (change: (self: string) => Value): TextMethods[string] => [
	[],
	(self) => () => change(self)
];

const capitalized = (word: string) => {
	const [first = '', ...rest] = word;
	return first.toUpperCase() + rest.join('').toLowerCase();
};

/** True for a text of at least one character that are all of this kind. */
const all = (kind: RegExp) => plain((self) => self !== '' && kind.test(self));

const aligned = (place: (missing: number, width: number) => number): TextMethods[string] => [
	['width', ['fillchar', ' ']],
	(self) =>
		(_, { width, fillchar }) => {
			const size = toIndex(width, 'width');
			if (size > LONGEST) throw new PythonError('MemoryError', 'the padded text would be too long');
			const missing = Math.max(0, size - [...self].length);
			const character = asText(fillchar, 'the fill character');
			if ([...character].length !== 1) {
				const message = 'The fill character must be exactly one character long';
				throw new PythonError('TypeError', message);
			}
			const before = place(missing, size);
			return character.repeat(before) + self + character.repeat(missing - before);
		}
];

function* join(rt: Runtime, self: string, { iterable }: Bound): Evaluation<Value> {
	const parts: Value[] = yield* listOfItems(rt, iterable);
	rt.spend('looked', parts.length);
	const ready = parts.filter((part) => typeof part === 'string');
	if (ready.length === parts.length) return joined(self, ready);
	const texts = parts.map((part, i) => {
		if (typeof part === 'string') return { ids: [], show: () => part };
		if (part instanceof DeferredText) return part;
		const message = `sequence item ${i}: expected str instance, ${typeName(part)} found`;
		throw new PythonError('TypeError', message, rt.at);
	});
	const ids = texts.flatMap((text) => text.ids);
	const show = () =>
		joined(
			self,
			texts.map((text) => text.show())
		);
	return ids.length > 0 ? new DeferredText(ids, show) : show();
}

function joined(separator: string, texts: readonly string[]): string {
	const length = texts.reduce((total, text) => total + text.length, 0);
	refuseLength(length + separator.length * Math.max(0, texts.length - 1), MAX_TEXT);
	return texts.join(separator);
}

function zeroFilled(self: string, width: number): string {
	const missing = Math.max(0, Math.min(width, LONGEST) - [...self].length);
	const sign = /^[-+]/.exec(self)?.[0] ?? '';
	return sign + '0'.repeat(missing) + self.slice(sign.length);
}

const cases: TextMethods = {
	upper: plain((self) => self.toUpperCase()),
	lower: plain((self) => self.toLowerCase()),
	casefold: plain((self) => self.toLowerCase()),
	capitalize: plain(capitalized),
	title: plain((self) => self.replace(/\p{L}+/gu, capitalized)),
	swapcase: plain((self) =>
		[...self].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('')
	),
	isalpha: all(/^\p{L}+$/u),
	isdigit: all(/^[\p{Nd}²³¹⁰-⁹]+$/u),
	isdecimal: all(/^\p{Nd}+$/u),
	isnumeric: all(/^\p{N}+$/u),
	isalnum: all(/^[\p{L}\p{N}]+$/u),
	isspace: all(/^\s+$/u),
	isupper: plain((self) => self !== self.toLowerCase() && self === self.toUpperCase()),
	islower: plain((self) => self !== self.toUpperCase() && self === self.toLowerCase()),
	istitle: plain((self) => /\p{L}/u.test(self) && self === self.replace(/\p{L}+/gu, capitalized))
};

export const textMethods: TextMethods = {
	...cases,
	...splitting,
	...textSearch,
	join: [['iterable'], (self) => (rt, bound) => join(rt, self, bound)],
	center: aligned((missing, width) => (missing >> 1) + (missing & width & 1)),
	ljust: aligned(() => 0),
	rjust: aligned((missing) => missing),
	zfill: [
		['width'],
		(self) =>
			(_, { width }) =>
				zeroFilled(self, toIndex(width, 'width'))
	]
};

/** `format` takes keywords of any name, so it is bound by itself. */
export const formatMethod = new PyBuiltin(
	'format',
	(rt, { positional, keywords }) => {
		const [self, ...rest] = positional;
		return fill(rt, asText(self, 'format()'), rest, keywords);
	},
	['self', '*args', '**named']
);
