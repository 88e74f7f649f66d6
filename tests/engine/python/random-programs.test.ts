/**
 * Random PyTorch programs on our own engine: float32 lies within its bounds of float64, no
 * gradient fails its check, and nothing but a located error is ever thrown. `npm run oracle`
 * compares thousands of the same programs with PyTorch.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { checked, failing, Tally } from '../../support/checked.ts';
import { runBounded, type Named, type Numbers } from '../../support/outcome.ts';
import { expectWithin } from '../../support/within.ts';
import {
	programs,
	straightPrograms,
	trainingPrograms
} from '../../support/torch-programs/programs.ts';

const SEED = 0;

function within(name: string, got: Numbers | null, bounds: Numbers | null | undefined): void {
	if (!got || !bounds?.error) return;
	expect(got.shape, name).toEqual(bounds.shape);
	// where the bound is none, a branch may have gone the other way
	const kept = Array.from(bounds.error, Number.isFinite);
	const pick = (list: ArrayLike<number>) => Array.from(list).filter((_, i) => kept[i]);
	expectWithin(pick(got.data), pick(bounds.data), pick(bounds.error));
}

function tensorWithin(name: string, got: Named, bounds: Named | undefined): void {
	within(name, got, bounds);
	within(`${name}.grad`, got.grad, bounds?.grad);
}

describe('a random program', () => {
	test('in float32 stays within its bounds of float64, and ends well or at a line', async () => {
		let compared = 0;
		await fc.assert(
			fc.asyncProperty(programs, async ({ source }) => {
				const { run, bounds } = await runBounded(source, 'float32', SEED);
				if (run.problem) expect(run.problem.line).toBeGreaterThan(0);
				for (const [name, got] of run.tensors) {
					tensorWithin(name, got, bounds.tensors.get(name));
					compared++;
				}
			}),
			{ numRuns: 300 }
		);
		expect(compared).toBeGreaterThan(600);
	}, 120_000);

	test('has gradients that no check fails, and few of which it cannot tell', async () => {
		const training = fc.oneof(straightPrograms, trainingPrograms);
		const tally = new Tally();
		await fc.assert(
			fc.asyncProperty(training, async ({ source }) => {
				const report = await checked(source, SEED, createReferenceBackend());
				for (const row of report?.rows ?? []) expect(failing(row), row.name).toEqual([]);
				if (report) tally.add(report);
			}),
			{ numRuns: 100 }
		);
		const { passed } = tally;
		for (const count of Object.values(passed)) expect(count).toBeGreaterThan(50);
	}, 120_000);
});
