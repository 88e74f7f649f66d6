/** Two losses on one axis: what is inside, and where the one that blows up leaves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { racePlot } from '../../src/scene/race-plot.ts';

const down = (powers: number, steps = 101) =>
	Array.from({ length: steps }, (_, i) => 1000 * 10 ** ((-powers * i) / (steps - 1)));
/** The y's of a path of moves and lines. */
const heights = (path: string) => [...path.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));

describe('racePlot(right, bugged, total, width, height)', () => {
	it('puts both in one frame, on one axis', () => {
		const { right, bugged, x, y, exit, powers } = racePlot(down(6), down(3), 101, 300, 140);
		expect([x(0), x(100), y(1000), exit]).toEqual([0, 300, 0, null]);
		expect(heights(right).at(-1)).toBeCloseTo(140, 6);
		expect(heights(bugged).at(-1)).toBeCloseTo(70, 1);
		expect([powers[0], powers.at(-1)! >= -3]).toEqual([3, true]);
	});

	it('ends the second where it leaves for infinity, and keeps the first large', () => {
		const blown = [1000, 1e4, 1e12, 1e30, Infinity];
		const plot = racePlot(down(6), blown, 101, 300, 140);
		expect(plot.exit).toBe(plot.x(2));
		expect(Math.min(...heights(plot.bugged))).toBeGreaterThanOrEqual(0);
		// no more above the first line than a quarter of its way down
		expect(plot.y(1000)).toBeLessThan(140 / 4);
	});

	it('does not end a line that comes back in', () => {
		const { bugged, exit } = racePlot(down(2), [1000, 1e9, 100, 10], 101, 300, 140);
		expect([heights(bugged).length, exit]).toEqual([4, null]);
	});

	it('says of a first loss that is infinite that it leaves at once', () => {
		expect(racePlot(down(2), [NaN], 101, 300, 140).exit).toBe(0);
	});

	it('draws within its frame, or above, whatever the losses are', () => {
		const loss = fc.oneof(fc.double({ min: 0, max: 1e38 }), fc.constantFrom(0, NaN, Infinity));
		const losses = fc.array(loss, { maxLength: 12 });
		fc.assert(
			fc.property(losses, losses, fc.integer({ min: 1, max: 20 }), (right, bugged, total) => {
				const plot = racePlot(right, bugged, total, 300, 140);
				const [one, other] = [heights(plot.right), heights(plot.bugged)];
				expect(one.every((y) => y > -0.01 && y < 140.01)).toBe(true);
				expect(other.every((y) => y < 140.01)).toBe(true);
				expect(plot.powers.length).toBeGreaterThan(0);
			})
		);
	});
});
