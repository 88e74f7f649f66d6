import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCell, formatInteger, formatLoss, formatNumber, superscript } from '#scene/format.ts';

describe('formatNumber(value, digits)', () => {
	it.each([
		[0.5, 4, '0.5000'],
		[-12.3456, 4, '−12.35'],
		[1234.56, 4, '1235'],
		[9.99996, 4, '10.00'],
		[0, 4, '0'],
		[1.5e-7, 3, '1.50×10⁻⁷'],
		[-2.5e12, 2, '−2.5×10¹²'],
		[NaN, 4, 'NaN'],
		[-Infinity, 4, '−∞']
	])('writes %s with %s digits as %s', (value, digits, text) => {
		expect(formatNumber(value, digits)).toBe(text);
	});

	it('keeps its width within a decade', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 1, max: 9.999, noNaN: true }),
				fc.double({ min: 1, max: 9.999, noNaN: true }),
				(a, b) => {
					expect(formatNumber(a).length).toBe(formatNumber(b).length);
				}
			)
		);
	});

	it('is right to half a unit of its last digit', () => {
		fc.assert(
			fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (value) => {
				const shown = Number(formatNumber(value, 5));
				expect(Math.abs(shown - value)).toBeLessThanOrEqual(
					0.5001 * 10 ** (Math.floor(Math.log10(value)) - 4)
				);
			})
		);
	});
});

describe('formatInteger and formatLoss', () => {
	it('set thousands apart by a narrow space, or in the manner of a locale', () => {
		expect(formatInteger(29428662)).toBe('29\u202f428\u202f662');
		expect(formatInteger(-1234.6)).toBe('−1\u202f235');
		expect(formatInteger(29428662, 'en')).toBe('29,428,662');
	});

	it('write a loss whole when it is large and with six digits when it is small', () => {
		expect(formatLoss(29428662)).toBe('29\u202f428\u202f662');
		expect(formatLoss(553.71491)).toBe('553.715');
		expect(formatLoss(2.2e-6)).toBe('2.20000×10⁻⁶');
	});
});

describe('formatCell(value)', () => {
	it.each([
		[3, '3'],
		[-0.734, '−0.73'],
		[12.44, '12.4'],
		[-123.6, '−124'],
		[0.001, '1×10⁻³'],
		[345678, '3×10⁵'],
		[0, '0']
	])('writes %s as %s', (value, text) => {
		expect(formatCell(value)).toBe(text);
	});

	it('never needs more than seven characters', () => {
		fc.assert(
			fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
				expect([...formatCell(Math.abs(value) < 1e-9 ? 0 : value)].length).toBeLessThanOrEqual(7);
			})
		);
	});
});

describe('superscript(integer)', () => {
	it('raises digits and sign', () => {
		expect(superscript(-120)).toBe('⁻¹²⁰');
	});
});
