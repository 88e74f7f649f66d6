/** The plan of a product with a factor that is turned over. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldAt, foldSide, planFold, FOLD_GAP } from '#scene/fold.ts';

const lengths = fc.record({
	rows: fc.integer({ min: 20, max: 130 }),
	columns: fc.integer({ min: 20, max: 130 }),
	inner: fc.integer({ min: 20, max: 130 })
});

describe('planFold(side, lengths)', () => {
	test.each(['left', 'right'] as const)('%s: turned, row and column meet in the cell', (side) => {
		fc.assert(
			fc.property(lengths, (given) => {
				const { result, kept, before, after, width, height } = planFold(side, given);
				const [fromLeft, fromAbove] = side === 'right' ? [after, kept] : [kept, after];
				expect([fromLeft.y, fromLeft.height]).toEqual([result.y, result.height]);
				expect([fromAbove.x, fromAbove.width]).toEqual([result.x, result.width]);
				expect(fromLeft.x + fromLeft.width + FOLD_GAP).toBe(result.x);
				expect(fromAbove.y + fromAbove.height + FOLD_GAP).toBe(result.y);
				expect([before.width, before.height]).toEqual([after.height, after.width]);
				for (const box of [result, kept, before, after]) {
					expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
					expect(box.x + box.width).toBeLessThanOrEqual(width);
					expect(box.y + box.height).toBeLessThanOrEqual(height);
				}
			})
		);
	});

	test('before it turns, what cancels runs the same way in both factors', () => {
		const right = planFold('right', { rows: 90, columns: 60, inner: 80 });
		expect([right.before.y, right.before.height]).toEqual([right.kept.y, right.kept.height]);
		const left = planFold('left', { rows: 80, columns: 90, inner: 60 });
		expect([left.before.x, left.before.width]).toEqual([left.kept.x, left.kept.width]);
	});
});

test('foldAt(plan, part) goes from where the factor is to where its transpose is', () => {
	const plan = planFold('right', { rows: 90, columns: 60, inner: 80 });
	expect(foldAt(plan, 0)).toEqual({ x: plan.before.x, y: plan.before.y, degrees: 0 });
	expect(foldAt(plan, 1)).toEqual({ x: plan.after.x, y: plan.after.y, degrees: 180 });
	expect(foldAt(plan, 0.5).degrees).toBe(90);
});

test('foldSide(extent) grows with the logarithm', () => {
	expect(foldSide(100) - foldSide(10)).toBe(foldSide(1000) - foldSide(100));
	expect(foldSide(1)).toBeGreaterThan(30);
});
