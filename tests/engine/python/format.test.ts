import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PythonError } from '#engine/python/errors.ts';
import { formatFloat, formatSpec, formatString, parseFloatLiteral } from '#engine/python/format.ts';
import { formatPercent } from '#engine/python/percent.ts';

type Named = [type: 'int' | 'float' | 'str' | 'bool', text: string];
type Outcome = string | { error: string };

const fixture = JSON.parse(
	readFileSync(new URL('../../fixtures/python-format.json', import.meta.url), 'utf8')
) as {
	repr: [Named, string][];
	spec: [Named, string, Outcome][];
	percent: [Named[], string, Outcome][];
};

function valueOf([type, text]: Named): bigint | number | boolean | string {
	if (type === 'int') return BigInt(text);
	if (type === 'bool') return text === 'True';
	return type === 'float' ? Number(text.replace('inf', 'Infinity')) : text;
}

function outcomeOf(make: () => string): Outcome {
	try {
		return make();
	} catch (error) {
		if (error instanceof PythonError) return { error: `${error.type}: ${error.message}` };
		throw error;
	}
}

test('formatFloat and formatString give the reprs of Python', () => {
	const ours = fixture.repr.map(([named]) => {
		const value = valueOf(named);
		return [named, typeof value === 'number' ? formatFloat(value) : formatString(String(value))];
	});
	expect(ours).toEqual(fixture.repr);
});

test('formatSpec(value, spec) gives the text or the error of Python', () => {
	const ours = fixture.spec.map(([named, spec]) => {
		return [named, spec, outcomeOf(() => formatSpec(valueOf(named), spec))];
	});
	expect(ours).toEqual(fixture.spec);
});

test('formatPercent(template, values) gives the text or the error of Python', () => {
	const ours = fixture.percent.map(([named, template]) => {
		return [named, template, outcomeOf(() => formatPercent(template, named.map(valueOf)))];
	});
	expect(ours).toEqual(fixture.percent);
});

test('formatPercent writes other values by their texts', () => {
	const list = { typeName: 'list', str: '[1]', repr: '[1]' };
	expect(formatPercent('%s %r %5s', [list, list, list])).toBe('[1] [1]   [1]');
	expect(() => formatPercent('%f', [list])).toThrow('must be real number, not list');
});

test('formatSpec refuses a width that would fill the memory', () => {
	expect(() => formatSpec(1n, '2000000')).toThrow(PythonError);
	expect(() => formatPercent('%2000000d', [1n])).toThrow(PythonError);
	expect(formatSpec(0.5, '.3000f')).toBe(`0.5${'0'.repeat(2999)}`);
});

test('parseFloatLiteral(formatFloat(x)) is x for every float', () => {
	fc.assert(
		fc.property(fc.double(), (x) => {
			expect(parseFloatLiteral(formatFloat(x))).toBe(x);
		})
	);
});

describe('parseFloatLiteral reads what float() reads', () => {
	test.each([
		[' 1_000.5\n', 1000.5],
		['.5e-3', 0.0005],
		['5.', 5],
		['-Infinity', -Infinity],
		['+nan', NaN]
	])('%j', (text, value) => {
		expect(parseFloatLiteral(text)).toBe(value);
	});

	test.each(['', 'abc', '1__0', '0x10', '1e', '_1'])('and refuses %j', (text) => {
		expect(() => parseFloatLiteral(text)).toThrow(
			`could not convert string to float: ${formatString(text)}`
		);
	});
});
