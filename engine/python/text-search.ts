/** Methods of texts that look for a part: find, count, replace, startswith and their kin. */
import { PythonError } from './errors.ts';
import { MAX_TEXT, refuseLength } from './scalars.ts';
import { slicePositions } from './sequence.ts';
import { asText, type TextMethods } from './text-arguments.ts';
import { PySlice, PyTuple, toIndex, type Value } from './values.ts';

const bounds = [
	['start', null],
	['end', null]
] as const;

/** The part of `self` between `start` and `end`, as code points, and where it begins. */
function within(self: string, start: Value, end: Value): { text: string; from: number } {
	const points = [...self];
	const { from, to } = slicePositions(new PySlice(start, end, null), points.length);
	return { text: points.slice(from, Math.max(from, to)).join(''), from };
}

/** The place of `part` in code points; −1 where it is not. */
const finding = (last: boolean, missing: number | null): TextMethods[string] => [
	['sub', ...bounds],
	(self) =>
		(_, { sub, start, end }) => {
			const { text, from } = within(self, start, end);
			const part = asText(sub, 'the text to look for');
			const at = last ? text.lastIndexOf(part) : text.indexOf(part);
			if (at >= 0) return BigInt(from + [...text.slice(0, at)].length);
			if (missing !== null) return BigInt(missing);
			throw new PythonError('ValueError', 'substring not found');
		}
];

const edge = (name: string, test: (text: string, part: string) => boolean): TextMethods[string] => [
	['prefix', ...bounds],
	(self) =>
		(_, { prefix, start, end }) => {
			const { text } = within(self, start, end);
			const parts = prefix instanceof PyTuple ? prefix.items : [prefix];
			return parts.some((part) => {
				if (typeof part === 'string') return test(text, part);
				const message = `${name} first arg must be str or a tuple of str`;
				throw new PythonError('TypeError', message);
			});
		}
];

/** Replaces the first `count` of `old`; all of them where it is negative. */
function replaced(self: string, old: string, fresh: string, count: number): string {
	const most = old === '' ? self.length + 1 : self.split(old).length;
	refuseLength(self.length + most * fresh.length, MAX_TEXT);
	if (count < 0) return self.replaceAll(old, () => fresh);
	const pieces = old === '' ? [...self] : self.split(old);
	if (old === '') {
		const first = pieces.slice(0, count).map((c) => fresh + c);
		const end = count > pieces.length ? fresh : '';
		return first.join('') + pieces.slice(count).join('') + end;
	}
	const head = pieces.slice(0, count + 1).join(fresh);
	return [head, ...pieces.slice(count + 1)].join(old);
}

export const textSearch: TextMethods = {
	find: finding(false, -1),
	rfind: finding(true, -1),
	index: finding(false, null),
	rindex: finding(true, null),
	startswith: edge('startswith', (text, part) => text.startsWith(part)),
	endswith: edge('endswith', (text, part) => text.endsWith(part)),
	count: [
		['sub', ...bounds],
		(self) =>
			(_, { sub, start, end }) => {
				const { text } = within(self, start, end);
				const part = asText(sub, 'the text to count');
				return BigInt(part === '' ? [...text].length + 1 : text.split(part).length - 1);
			}
	],
	replace: [
		['old', 'new', ['count', -1n]],
		(self) => (_, bound) =>
			replaced(
				self,
				asText(bound.old, 'replace() argument 1'),
				asText(bound.new, 'replace() argument 2'),
				toIndex(bound.count, 'count')
			)
	],
	removeprefix: [
		['prefix'],
		(self) =>
			(_, { prefix }) => {
				const part = asText(prefix, 'removeprefix() argument');
				return self.startsWith(part) ? self.slice(part.length) : self;
			}
	],
	removesuffix: [
		['suffix'],
		(self) =>
			(_, { suffix }) => {
				const part = asText(suffix, 'removesuffix() argument');
				return part !== '' && self.endsWith(part) ? self.slice(0, -part.length) : self;
			}
	]
};
