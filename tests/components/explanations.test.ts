/** Every name that the editor offers is explained in one line, in both languages. */
import { describe, expect, it } from 'vitest';
import { origins } from '#engine/assist/origins.ts';
import { explanationOf } from '../../src/components/editor/explanations.ts';
import en from '../../src/messages/names/en.json';
import ko from '../../src/messages/names/ko.json';

describe.each(Object.entries({ en, ko }))('names/%s.json', (_, lines) => {
	it('explains every name of the engine’s tables', () => {
		const missing = [...origins()].filter((origin) => explanationOf(lines, origin) === '');
		expect(missing).toEqual([]);
	});

	it('explains nothing that is not there', () => {
		const known = [...origins()].flatMap((each) => [each, each.slice(each.lastIndexOf('.') + 1)]);
		const names = new Set(known.flatMap((each) => [each, each.replace(/_$/, '')]));
		expect(Object.keys(lines).filter((name) => !names.has(name))).toEqual([]);
	});

	it('says it in one line', () => {
		expect(Object.values(lines).filter((line) => line.length > 70)).toEqual([]);
	});
});

it('both catalogues have the same names', () => {
	expect(Object.keys(ko)).toEqual(Object.keys(en));
});

it('explanationOf(lines, origin) prefers the full name, and knows what works in place', () => {
	const lines = { split: 'a', 'str.split': 'b', exp: 'c' };
	const found = ['str.split', 'torch.split', 'Tensor.exp_', 'Tensor.none'].map((origin) =>
		explanationOf(lines, origin)
	);
	expect(found).toEqual(['b', 'a', 'c; in place', '']);
});
