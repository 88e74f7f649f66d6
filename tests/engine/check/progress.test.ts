/** What a check says of itself while it works. */
import { describe, expect, it } from 'vitest';
import { checkTrace } from '../../../engine/check/check.ts';
import type { CheckProgress } from '../../../engine/check/report.ts';
import { AUTOGRAD, MANUAL, open } from '../../support/lesson.ts';

async function heard(source: string): Promise<{ said: CheckProgress[]; names: string[] }> {
	const trace = (await (await open(source)).trace(0))!;
	const said: CheckProgress[] = [];
	checkTrace(trace, null, (progress) => said.push(progress));
	return { said, names: trace.claims.map(({ name }) => name) };
}

describe.each([
	['lesson 1', MANUAL],
	['lesson 2', AUTOGRAD]
])('checkTrace(trace, null, onProgress) of %s', (_, source) => {
	it('goes from 0 to 1, never back, at most once a percent and question', async () => {
		const { said } = await heard(source);
		const shares = said.map(({ share }) => share);
		expect(shares[0]).toBe(0);
		expect(shares.at(-1)).toBeCloseTo(1, 12);
		expect(shares).toEqual(shares.toSorted((a, b) => a - b));
		const spoken = said.map((each) =>
			JSON.stringify({ ...each, share: Math.floor(each.share * 100) })
		);
		expect(new Set(spoken).size).toBe(spoken.length);
	});

	it('names every gradient in its turn, and asks the three questions of each', async () => {
		const { said, names } = await heard(source);
		expect([...new Set(said.map(({ name }) => name))]).toEqual(names);
		for (const name of names) {
			const own = said.filter((each) => each.name === name);
			expect([...new Set(own.map(({ question }) => question))]).toEqual([
				'formula',
				'slope',
				'machine'
			]);
		}
	});

	it('gives a gradient its part by the numbers that follow from it', async () => {
		const { said } = await heard(source);
		const part = (name: string) => {
			const own = said.filter((each) => each.name === name);
			return own.at(-1)!.share - own[0].share;
		};
		const [w1, w2] = source === MANUAL ? ['grad_w1', 'grad_w2'] : ['w1.grad', 'w2.grad'];
		expect(part(w1)).toBeGreaterThan(part(w2));
	});
});
