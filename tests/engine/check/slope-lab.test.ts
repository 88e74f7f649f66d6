/** The slope lab on the seed lesson, at full size: what float32 and float64 see of a slope, and where. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BoundedValues } from '../../../engine/check/bounded.ts';
import { edgesOf } from '../../../engine/check/constants.ts';
import { createPerturbation } from '../../../engine/check/perturb.ts';
import { LADDER, slopeLab, type SlopeLab } from '../../../engine/check/slope-lab.ts';
import type { GradientClaim, Trace } from '../../../engine/trace.ts';
import { MANUAL, open } from '../../support/lesson.ts';

const ENTRIES = { w1: [0, 317, 99_999], w2: [0, 317] };

/** One smooth function of one weight, whose third derivative is not zero. */
const SMOOTH = `import torch
w = torch.tensor([0.7], dtype=torch.float64, requires_grad=True)
loss = torch.tanh(w * 2).sum()
loss.backward()
`;

function claimOf(trace: Trace, target: string): GradientClaim {
	return trace.claims.find((claim) => claim.target === target)!;
}

function at(lab: SlopeLab, step: number) {
	return lab.steps.find((each) => each.step === step)!;
}

describe('slopeLab(trace, claim, entry) at full size', () => {
	let trace: Trace;
	let labs: { target: string; entry: number; lab: SlopeLab }[];

	beforeAll(async () => {
		trace = (await (await open(MANUAL, { overrides: {} })).trace(0))!;
		labs = Object.entries(ENTRIES).flatMap(([target, entries]) =>
			entries.map((entry) => ({
				target,
				entry,
				lab: slopeLab(trace, claimOf(trace, target), entry)!
			}))
		);
	}, 60_000);

	it('climbs from 1e-12 to 1 in rungs of a quarter of a power of ten', () => {
		expect(LADDER).toHaveLength(49);
		expect([LADDER[0], LADDER[28], LADDER[48]]).toEqual([1e-12, 1e-5, 1]);
		for (const { lab } of labs) expect(lab.steps.map(({ step }) => step)).toEqual(LADDER);
	});

	it('is within its bound wherever no branch changes in float64, and has no truncation', () => {
		for (const { lab } of labs) {
			const free = lab.steps.filter(({ flips }) => flips === 0);
			expect(free.length).toBeGreaterThan(30);
			for (const { float64, truncation, limit } of free) {
				expect(float64.error).toBeLessThanOrEqual(float64.rounding + lab.gradientError);
				expect(truncation).toBeNull();
				expect(limit ?? Infinity).toBeGreaterThan(float64.rounding);
			}
		}
	});

	it('is within its bound in float32 too, which is far above it', () => {
		for (const { lab } of labs) {
			const free = lab.steps.filter(({ flips, float32 }) => flips === 0 && float32.slope !== null);
			for (const { float32 } of free) expect(float32.error).toBeLessThanOrEqual(float32.rounding);
		}
	});

	it('gains digits with the step: in float32 none at the textbook’s, some at a tenth', () => {
		for (const { target, lab } of labs.filter((each) => each.target === 'w1')) {
			const share = (step: number) => at(lab, step).float32.error! / Math.abs(lab.gradient);
			expect(share(1e-5), target).toBeGreaterThan(0.9);
			expect(share(0.1), target).toBeLessThan(0.05);
			expect(at(lab, 1e-5).float64.error! / Math.abs(lab.gradient)).toBeLessThan(1e-7);
		}
	});

	it('does not move a weight in float32 by a step that is lost in it', () => {
		for (const { lab } of labs) {
			expect(Math.fround(lab.at.float32 + 1e-12)).toBe(lab.at.float32);
			expect(at(lab, 1e-12).float32).toMatchObject({ taken: 0, slope: null, error: null });
			expect(at(lab, 1e-12).float64.slope).not.toBeNull();
		}
	});

	it('finds the kink where the signature first changes', () => {
		const inputs = trace.graph.nodes.filter(({ op }) => op === 'input');
		const values = new BoundedValues(
			trace.graph,
			new Map(inputs.map(({ id }) => [id, trace.values[id]]))
		);
		const kinked = labs.filter(({ lab }) => lab.kink !== null);
		expect(kinked.map(({ target }) => target)).toContain('w1');
		expect(kinked.map(({ target }) => target)).not.toContain('w2');
		for (const { target, entry, lab } of kinked) {
			const claim = claimOf(trace, target);
			const move = createPerturbation(values, trace.loss!, claim, edgesOf(claim));
			const theta = values.at(claim.of).value.data[entry];
			const signatures = (step: number) =>
				[theta + step, theta - step].map((value) => move(entry, value).signature);
			const { signature } = move(entry, theta);
			expect(signatures(lab.kink!)).not.toEqual([signature, signature]);
			expect(signatures(lab.kink! * 0.998)).toEqual([signature, signature]);
			const first = lab.steps.find(({ flips }) => flips > 0)!;
			expect(first.step).toBeGreaterThanOrEqual(lab.kink!);
		}
	}, 60_000);

	it('says how far it has come', () => {
		const shares: number[] = [];
		slopeLab(trace, claimOf(trace, 'y_pred'), 0, (share) => shares.push(share));
		expect(shares).toHaveLength(LADDER.length);
		expect(shares).toEqual(shares.toSorted((a, b) => a - b));
		expect(shares.at(-1)).toBeLessThan(1);
	});
});

describe('slopeLab(trace, claim, entry)', () => {
	it('measures the truncation of a loss that bends', async () => {
		const trace = (await (await open(SMOOTH)).trace(0))!;
		const lab = slopeLab(trace, trace.claims[0], 0)!;
		const exact = 2 / Math.cosh(1.4) ** 2;
		expect(lab.gradient).toBeCloseTo(exact, 12);
		const { truncation, float64 } = at(lab, 0.01);
		// tanh(2w): the third derivative over six, times ε²
		const third = 8 * (-2 + 6 * Math.tanh(1.4) ** 2) * (1 - Math.tanh(1.4) ** 2);
		expect(truncation! / ((Math.abs(third) * 1e-4) / 6)).toBeCloseTo(1, 2);
		expect(truncation! / float64.error!).toBeCloseTo(1, 2);
		expect(at(lab, 1e-11).truncation).toBeNull();
		for (const { float64: wide, limit } of lab.steps) {
			if (limit !== null) expect(wide.error).toBeLessThanOrEqual(limit + lab.gradientError);
		}
	});

	it('is out of every bound for a wrong gradient', async () => {
		const wrong = MANUAL.replace('2.0 * (y_pred - y)', '(y_pred - y)');
		expect(wrong).not.toBe(MANUAL);
		const trace = (await (await open(wrong)).trace(0))!;
		const lab = slopeLab(trace, claimOf(trace, 'w2'), 0)!;
		const { float64, flips, limit } = at(lab, 1e-3);
		expect(flips).toBe(0);
		expect(float64.error).toBeGreaterThan(1000 * (limit! + lab.gradientError));
		expect(float64.slope! / lab.gradient).toBeCloseTo(2, 6);
	});

	it('starts from a kink: no step is too small to flip', async () => {
		const source = `import torch
w = torch.zeros(1, requires_grad=True)
loss = torch.relu(w).sum()
loss.backward()
`;
		const trace = (await (await open(source)).trace(0))!;
		expect(slopeLab(trace, trace.claims[0], 0)).toMatchObject({ kink: 0 });
	});

	it('has nothing to measure without a loss, or past the last entry', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		const claim = claimOf(trace, 'w2');
		expect(slopeLab({ ...trace, loss: null }, claim, 0)).toBeNull();
		expect(slopeLab(trace, claim, 10_000)).toBeNull();
	});
});
