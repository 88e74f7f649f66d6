/** Sums as they are written out: true to the digit shown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byWeight, createLedger, type Ledger } from '#scene/ledger.ts';
import { isRounded } from '../e2e/support/picture.ts';

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The written number in units of its last digit, and what one of it is worth. */
function read(text: string, scale: string): { units: number; plain: string } {
	const power = [...scale.replace('×10', '')].map((c) =>
		c === '⁻' ? '-' : SUPERSCRIPT.indexOf(c)
	);
	const digits = text.replaceAll('\u202f', '').replace('−', '-');
	return {
		units: Number(digits.replace('.', '')),
		plain: scale ? `${digits}×10${scale.replace('×10', '')}` : `${digits}${power.join('')}`
	};
}

function addition({ entries, total, exact, scale }: Ledger): [number, number] {
	const sum = entries.reduce((units, { text }) => units + read(text, scale).units, 0);
	return [sum, read(exact ?? total, scale).units];
}

const magnitudes = fc.constantFrom(1e-9, 1e-3, 1, 1e4, 1e7);
const sums = fc
	.tuple(
		fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }),
		magnitudes
	)
	.map(([list, magnitude]) => list.map((term) => Math.fround(term) * magnitude));

describe('createLedger(terms, exact, value, room)', () => {
	test('what is written adds up wherever it says so, and every number is rounded correctly', () => {
		fc.assert(
			fc.property(sums, fc.integer({ min: 1, max: 8 }), (terms, room) => {
				const exact = terms.reduce((sum, term) => sum + term, 0);
				const ledger = createLedger(terms, exact, Math.fround(exact), room);
				const [sum, total] = addition(ledger);
				if (ledger.addsUp) expect(sum).toBe(total);
				for (const { text, value } of ledger.entries) {
					expect(isRounded(read(text, ledger.scale).plain, value)).toBe(true);
				}
				expect(isRounded(read(ledger.total, ledger.scale).plain, Math.fround(exact))).toBe(true);
			})
		);
	});

	test('it adds up for nearly every sum, since there are several ways to write one', () => {
		let failed = 0;
		for (let seed = 1; seed <= 500; seed++) {
			const terms = Array.from(
				{ length: 100 },
				(_, i) => Math.sin(seed * 12.9898 + i * 78.233) * 40
			);
			const exact = terms.reduce((sum, term) => sum + term, 0);
			if (!createLedger(terms, exact, Math.fround(exact), 4).addsUp) failed++;
		}
		expect(failed).toBeLessThan(10);
	});

	test('every term is in it once: shown, or counted in the rest', () => {
		fc.assert(
			fc.property(sums, fc.integer({ min: 1, max: 8 }), (terms, room) => {
				const exact = terms.reduce((sum, term) => sum + term, 0);
				const { entries } = createLedger(terms, exact, exact, room);
				const shown = entries.flatMap(({ term }) => (term === null ? [] : [term]));
				expect(new Set(shown).size).toBe(shown.length);
				expect(entries.reduce((count, entry) => count + entry.count, 0)).toBe(terms.length);
				expect(entries.length).toBeLessThanOrEqual(room + 1);
			})
		);
	});

	test('a total that float32 has rounded visibly is not called the sum', () => {
		const ledger = createLedger([1, 2, 3], 6, 6.1, 5);
		expect(ledger).toMatchObject({ total: '6.100', exact: '6.000', addsUp: true });
	});

	test('large and small numbers keep their digits by one power of ten for all', () => {
		expect(createLedger([2e-7, 1e-7], 3e-7, 3e-7, 5)).toMatchObject({
			scale: '×10⁻⁷',
			total: '3.000'
		});
		expect(createLedger([29_428_000, 662], 29_428_662, 29_428_662, 5)).toMatchObject({
			scale: '',
			total: '29\u202f428\u202f662'
		});
	});

	test('what is no number stands first and is called so', () => {
		const { entries, total } = createLedger([1, NaN, -5], NaN, NaN, 1);
		expect(entries[0]).toMatchObject({ term: 1, text: 'NaN', part: 0 });
		expect(total).toBe('NaN');
	});
});

test('byWeight(terms) goes by magnitude, and by place among equals', () => {
	expect(byWeight([1, -3, 2, 3])).toEqual([1, 3, 2, 0]);
});
