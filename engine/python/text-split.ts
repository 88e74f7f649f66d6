/** Methods of texts that take them apart or trim them. */
import { PythonError } from './errors.ts';
import { asText, type TextMethods } from './text-arguments.ts';
import { PyList, PyTuple, toIndex } from './values.ts';

/** At runs of white space, the edges left out; `limit` cuts at most. */
function words(self: string, limit: number): string[] {
	const found: string[] = [];
	let rest = self.trimStart();
	while (rest !== '') {
		const end = found.length === limit ? -1 : rest.search(/\s/);
		if (end < 0) return [...found, found.length === limit ? rest : rest.trimEnd()];
		found.push(rest.slice(0, end));
		rest = rest.slice(end).trimStart();
	}
	return found;
}

function wordsFromRight(self: string, limit: number): string[] {
	const found: string[] = [];
	let rest = self.trimEnd();
	while (rest !== '') {
		const word = found.length === limit ? rest : /\S+$/.exec(rest)![0];
		found.unshift(word);
		rest = found.length > limit ? '' : rest.slice(0, rest.length - word.length).trimEnd();
	}
	return found;
}

/** At every `separator`, at most `limit` times, from the left or the right. */
function pieces(self: string, separator: string, limit: number, right: boolean): string[] {
	if (separator === '') throw new PythonError('ValueError', 'empty separator');
	const parts = self.split(separator);
	if (limit < 0 || parts.length <= limit + 1) return parts;
	if (!right) return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
	const first = parts.length - limit;
	return [parts.slice(0, first).join(separator), ...parts.slice(first)];
}

const split = (right: boolean): TextMethods[string] => [
	[
		['sep', null],
		['maxsplit', -1n]
	],
	(self) =>
		(_, { sep, maxsplit }) => {
			const limit = toIndex(maxsplit, 'maxsplit');
			if (sep === null) return new PyList((right ? wordsFromRight : words)(self, limit));
			return new PyList(pieces(self, asText(sep, 'sep'), limit, right));
		}
];

const partition = (right: boolean): TextMethods[string] => [
	['sep'],
	(self) =>
		(_, { sep }) => {
			const separator = asText(sep, 'sep');
			if (separator === '') throw new PythonError('ValueError', 'empty separator');
			const at = right ? self.lastIndexOf(separator) : self.indexOf(separator);
			if (at < 0) return new PyTuple(right ? ['', '', self] : [self, '', '']);
			return new PyTuple([self.slice(0, at), separator, self.slice(at + separator.length)]);
		}
];

const strip = (left: boolean, right: boolean): TextMethods[string] => [
	[['chars', null]],
	(self) =>
		(_, { chars }) => {
			const points = [...self];
			const goes = (c: string) =>
				chars === null ? /\s/.test(c) : [...asText(chars, 'strip arg')].includes(c);
			let [from, to] = [0, points.length];
			while (left && from < to && goes(points[from])) from++;
			while (right && to > from && goes(points[to - 1])) to--;
			return points.slice(from, to).join('');
		}
];

/** Line ends as Python's splitlines() knows them: more than print() makes. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

function lines(self: string, keep: boolean): PyList {
	const found: string[] = [];
	let start = 0;
	for (const { 0: end, index } of self.matchAll(LINE_END)) {
		found.push(self.slice(start, keep ? index + end.length : index));
		start = index + end.length;
	}
	if (start < self.length) found.push(self.slice(start));
	return new PyList(found);
}

export const splitting: TextMethods = {
	split: split(false),
	rsplit: split(true),
	partition: partition(false),
	rpartition: partition(true),
	strip: strip(true, true),
	lstrip: strip(true, false),
	rstrip: strip(false, true),
	splitlines: [
		[['keepends', false]],
		(self) =>
			(_, { keepends }) =>
				lines(self, keepends === true)
	]
};
