import { describe, expect, it } from 'vitest';
import { digitsOf } from '#scene/digits.ts';

describe('digitsOf(one, other, precision)', () => {
	it.each([
		[29428662, 29428660, 'float32', '2942866', '2', '0'],
		[29428662, 29428662, 'float32', '29428662', '', ''],
		[29428664.042390995, 29428664.042131, 'float64', '29428664.042', '390995', '130999'],
		[-1.5, 1.5, 'float32', '', '−1.50000000', '1.50000000'],
		[9.5, 10.5, 'float32', '', '9.5000000', '10.5000000'],
		[1.25e-9, 1.26e-9, 'float32', '1.2', '5000000e−9', '6000000e−9'],
		[Infinity, 1, 'float32', '', 'Infinity', '1'],
		[0, 0, 'float64', '0.0', '', '']
	] as const)('%s and %s in %s', (one, other, precision, shared, first, second) => {
		expect(digitsOf(one, other, precision)).toEqual({ shared, rest: [first, second] });
	});

	it('tells neighbours apart in either precision', () => {
		const float32 = Math.fround(0.1);
		const next = Math.fround(float32 * (1 + 2 ** -23));
		expect(next).not.toBe(float32);
		expect(digitsOf(float32, next, 'float32').rest[0]).not.toBe('');
		expect(digitsOf(1, 1 + 2 ** -52, 'float64').rest[0]).not.toBe('');
	});
});
