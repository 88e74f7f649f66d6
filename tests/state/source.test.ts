import { describe, expect, it } from 'vitest';
import { lessons } from '../../engine/lessons/lessons.ts';
import { namedNumbers, namedSizes, tokenize } from '../../src/state/source.ts';

const kinds = (source: string) => tokenize(source).map((line) => line.map((token) => token.kind));

describe('tokenize', () => {
	it.each(Object.values(lessons))('loses nothing of lesson $id', ({ source }) => {
		const lines = tokenize(source);
		expect(lines.map((line) => line.map((token) => token.text).join('')).join('\n')).toBe(source);
		for (const token of lines.flat()) {
			expect(source.slice(token.from, token.from + token.text.length)).toBe(token.text);
		}
	});

	it('tells keywords, names, numbers and comments apart', () => {
		expect(kinds('for t in 1e-6: # 순전파')).toEqual([
			[
				'keyword',
				'plain',
				'name',
				'plain',
				'keyword',
				'plain',
				'number',
				'plain',
				'plain',
				'comment'
			]
		]);
	});

	it('keeps a # inside a string in the string', () => {
		expect(kinds(`f"# {t}"`)).toEqual([['string']]);
	});

	it('lets a triple-quoted string run over lines', () => {
		expect(kinds('"""a\nb"""\nc')).toEqual([['string'], ['string'], ['name']]);
	});
});

describe('namedNumbers', () => {
	it('finds the sizes and the rate of lesson 1', () => {
		const found = namedNumbers(lessons.manual.source);
		expect(found.map(({ name, value }) => [name, value])).toEqual([
			['N', 64],
			['D_in', 1000],
			['H', 100],
			['D_out', 10],
			['learning_rate', 1e-6]
		]);
		const rate = found[4];
		expect(lessons.manual.source.slice(rate.from, rate.to)).toBe('1e-6');
	});

	it('passes over expressions, indented lines and comparisons', () => {
		expect(namedNumbers('a = b\n  c = 1\nd == 2\ne = torch.ones(2, 3)')).toEqual([]);
	});
});

describe('namedSizes', () => {
	it('takes overrides and leaves rates out', () => {
		const numbers = namedNumbers('N, H = 64, 100\nrate = 0.1');
		expect(namedSizes(numbers, { N: 1, rate: 2 })).toEqual({ N: 1, H: 100 });
	});
});
