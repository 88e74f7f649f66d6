/** The one matcher of numbers: elementwise within a bound that the caller derives. */
import { expect } from 'vitest';

/**
 * Fails, naming the worst entry, unless |got − expected| ≤ bound everywhere. NaN meets only
 * NaN and an infinity only itself, except where the bound is infinite.
 */
export function expectWithin(
	got: ArrayLike<number>,
	expected: ArrayLike<number>,
	bound: ArrayLike<number>
): void {
	expect(got.length).toBe(expected.length);
	for (let i = 0; i < got.length; i++) {
		if (Object.is(got[i], expected[i]) || bound[i] === Infinity) continue;
		const distance = Math.abs(got[i] - expected[i]);
		const message = `entry ${i}: got ${got[i]}, expected ${expected[i]} ± ${bound[i]}`;
		expect(distance <= bound[i], message).toBe(true);
	}
}
