import { describe, expect, it } from 'vitest';
import { histogramPlot } from '#scene/error-histogram.ts';

const [WIDTH, HEIGHT] = [514, 100];
/** 10^-3 … 10^16, as the check counts. */
const counts = (found: Readonly<Record<number, number>>) =>
	Array.from({ length: 20 }, (_, i) => found[i - 3] ?? 0);
const histogram = (equal: number, found: Readonly<Record<number, number>>) => ({
	...{ equal, least: -3, counts: counts(found) }
});
const worst = { index: [0], got: 1, expected: 3, bound: 20, units: 4 };

describe('histogramPlot(histogram, worst, width, height)', () => {
	it('has a bar for those that are equal, and one for each decade up to the last', () => {
		const { bars } = histogramPlot(histogram(10, { [-1]: 4, 5: 1 }), null, WIDTH, HEIGHT);
		expect(bars.map(({ decade, count }) => [decade, count])).toEqual([
			...[
				[null, 10],
				[-1, 4],
				[0, 0],
				[1, 0],
				[2, 0],
				[3, 0],
				[4, 0]
			],
			[5, 1]
		]);
		for (const { count, y, height } of bars) {
			expect(y + height).toBeCloseTo(HEIGHT);
			// one entry among many is seen too
			if (count > 0) expect(height).toBeGreaterThan(10);
			else expect(height).toBe(0);
		}
	});

	it('keeps every entry, and stays within its width', () => {
		const found = { [-3]: 7, 0: 100_000, 16: 2 };
		const { bars, width, lines } = histogramPlot(histogram(0, found), null, WIDTH, HEIGHT);
		expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(100_009);
		for (const { x } of bars) expect(x + width).toBeLessThanOrEqual(WIDTH);
		expect(lines.at(-1)?.count).toBe(100_000);
		expect(Math.min(...bars.map(({ y }) => y))).toBeGreaterThanOrEqual(0);
	});

	it('marks the limit of the worst entry in its own units, where there is one', () => {
		// off by 2 is 4 units: the bound of 20 is 40 of them
		const { limit, powers } = histogramPlot(histogram(0, { 0: 1 }), worst, WIDTH, HEIGHT);
		const place = (power: number) => powers.find((each) => each.power === power)!.x;
		const part = (limit! - place(1)) / (place(2) - place(1));
		expect(part).toBeCloseTo(Math.log10(4));
		for (const none of [null, { ...worst, units: undefined }, { ...worst, units: Infinity }])
			expect(histogramPlot(histogram(1, {}), none, WIDTH, HEIGHT).limit).toBeNull();
	});

	it('puts a count over a bar only where it covers no other', () => {
		const many = histogramPlot(histogram(0, { 0: 3222, 16: 3178 }), null, 260, HEIGHT);
		expect(many.bars.filter(({ count }) => count > 0).every(({ numbered }) => numbered)).toBe(true);
		const close = histogramPlot(histogram(0, { 15: 3222, 16: 3178 }), null, 260, HEIGHT);
		expect(close.bars.some(({ count, numbered }) => count > 0 && numbered)).toBe(false);
	});
});
