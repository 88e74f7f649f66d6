import { beforeAll, describe, expect, it } from 'vitest';
import { checkTrace, slopeLab, type Trace } from '#engine';
import { claimedBy, SlopeBench } from '#state/slope-bench.svelte.ts';
import { MANUAL, open } from '../support/lesson.ts';

let trace: Trace;
beforeAll(async () => {
	trace = (await (await open(MANUAL)).trace(0))!;
});

const rowOf = (name: string) => checkTrace(trace).rows.find((row) => row.name === name)!;

describe('claimedBy(trace, row, cell)', () => {
	it('begins at the chosen cell where that is of the row, else at its worst entry', () => {
		const row = rowOf('grad_w2');
		const [i, j] = row.slope.worst!.index;
		expect(claimedBy(trace, row, null)!.entry).toBe(i * 3 + j);
		expect(claimedBy(trace, row, { node: row.node, flat: 5 })!.entry).toBe(5);
		expect(claimedBy(trace, row, { node: row.of, flat: 7 })!.entry).toBe(7);
		const other = rowOf('grad_w1');
		expect(claimedBy(trace, row, { node: other.node, flat: 5 })!.entry).toBe(i * 3 + j);
		expect(claimedBy(trace, row, null)!.claim.of).toBe(row.of);
	});

	it('is null where the iteration does not claim it', () => {
		expect(claimedBy({ ...trace, claims: [] }, rowOf('grad_w2'), null)).toBeNull();
	});
});

describe('SlopeBench', () => {
	const claimed = () => claimedBy(trace, rowOf('grad_w2'), null)!;
	const measure = (...[of, claim, entry]: Parameters<SlopeBench['engine']['measure']>) =>
		Promise.resolve(slopeLab(of, claim, entry));

	it('stands at the textbook’s step, and keeps to the ladder', async () => {
		const bench = new SlopeBench({ measure }, claimed());
		expect(bench.step).toBeNull();
		await bench.measure();
		expect(bench.step?.step).toBe(1e-5);
		bench.rung = 1000;
		expect(bench.step?.step).toBe(1);
		bench.rung = -3;
		expect(bench.step?.step).toBe(1e-12);
		expect(bench.share).toBeNull();
	});

	it('measures what was asked for last, one at a time', async () => {
		const asked: number[] = [];
		const bench = new SlopeBench(
			{
				measure: (of, claim, entry) => {
					asked.push(entry);
					return measure(of, claim, entry, () => undefined);
				}
			},
			claimed()
		);
		await Promise.all([0, 1, 2, 3].map((entry) => bench.measure(entry)));
		expect(asked).toEqual([0, 3]);
		expect(bench.lab).toEqual(slopeLab(trace, claimed().claim, 3));
	});

	it('says that it failed, and can be asked again', async () => {
		let isLost = true;
		const bench = new SlopeBench(
			{
				measure: (...question) =>
					isLost ? Promise.reject(new Error('lost')) : measure(...question)
			},
			claimed()
		);
		await bench.measure();
		expect(bench).toMatchObject({ failed: true, lab: null, share: null });
		isLost = false;
		await bench.measure(1);
		expect(bench.failed).toBe(false);
		expect(bench.lab).not.toBeNull();
	});
});
