/** How programs with a bug train beside the right one, in words: by hand-made losses, and in real runs. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createReferenceBackend } from '../../../engine/backends/reference.ts';
import { relativeDistance } from '../../../engine/check/distance.ts';
import { bugsOf, withBug } from '../../../engine/lessons/bugs.ts';
import { lessonCalled } from '../../../engine/lessons/gallery.ts';
import type { BuiltInId } from '../../../engine/lessons/lesson.ts';
import { outcomeOf } from '../../../engine/lessons/training.ts';
import { createSession } from '../../../engine/session.ts';
import { tensor, type Shape } from '../../../engine/tensor.ts';

/** A loss that goes down by so many powers of ten. */
const down = (powers: number, steps = 11) =>
	Array.from({ length: steps }, (_, i) => 100 * 10 ** ((-powers * i) / (steps - 1)));

describe('outcomeOf(right, bugged)', () => {
	test.each([
		['same', down(4), 1],
		['as-well', down(5), 1.25],
		['as-well', down(3.7), 0.925],
		['less', down(3.5), 0.875],
		['less', down(0.5), 0.125],
		['hardly', down(0.3), 0.075],
		['worse', down(0), 0],
		['worse', down(-2), -0.5],
		['worse', [...down(-2, 5), Infinity], -Infinity],
		['worse', [...down(4, 5), NaN], -Infinity]
	] as const)('is %s where the loss goes down so far', (training, bugged, share) => {
		const outcome = outcomeOf(down(4), bugged)!;
		expect(outcome.training).toBe(training);
		expect(outcome.share).toBeCloseTo(share, 12);
	});

	it('takes the smallest loss there is where one is 0', () => {
		expect(outcomeOf([1, 0.1, 0], [1, 0.1, 0.1])?.share).toBe(1);
		expect(outcomeOf([1, 0.1, 0.01], [1, 0.1, 0])?.training).toBe('as-well');
		expect(outcomeOf([1, 0.1, 0], [1, 0.5, 0.01])?.training).toBe('as-well');
	});

	it('says nothing where there is nothing to compare with', () => {
		expect(outcomeOf([], [])).toBeNull();
		expect(outcomeOf([1], [1])).toBeNull();
		expect(outcomeOf(down(-1), down(2))).toBeNull();
		expect(outcomeOf([1, NaN, 0.1], down(2))).toBeNull();
		expect(outcomeOf([-1, -3], [-1, -2])).toBeNull();
		expect(outcomeOf([-1, -3], [2, 1])).toBeNull();
	});

	it('depends on the losses’ ratios alone, and never calls a higher end better', () => {
		const rank = ['worse', 'hardly', 'less', 'as-well', 'same'];
		const losses = fc.array(fc.integer({ min: 1, max: 2 ** 20 }), { minLength: 2, maxLength: 8 });
		fc.assert(
			fc.property(losses, losses, fc.integer({ min: 1, max: 99 }), (right, bugged, more) => {
				const outcome = outcomeOf(right, bugged);
				fc.pre(outcome !== null);
				const doubled = (list: readonly number[]) => list.map((loss) => loss * 2);
				expect(outcomeOf(doubled(right), doubled(bugged))).toEqual(outcome);
				const higher = [...bugged.slice(0, -1), bugged.at(-1)! * (1 + more)];
				const after = outcomeOf(right, higher)!;
				expect(rank.indexOf(after.training)).toBeLessThanOrEqual(rank.indexOf(outcome.training));
			})
		);
	});
});

async function lossesOf(source: string, overrides: Record<string, number>): Promise<number[]> {
	const options = { seed: 0, dtype: 'float32', overrides } as const;
	const session = await createSession(source, options, createReferenceBackend());
	return [...(await session.advance(Infinity)).losses];
}

describe('the tiny twin and the gallery, trained', () => {
	test.each([
		['manual', 'mask_missing', 'as-well'],
		['manual', 'clone_missing', 'same'],
		['manual', 'target_forgotten', 'less'],
		['manual', 'difference_swapped', 'worse'],
		['autograd', 'zero_forgotten', 'less'],
		['neuron', 'difference_swapped', 'worse'],
		['broadcast', 'target_forgotten', 'hardly'],
		['broadcast', 'bias_averaged', 'as-well'],
		['logistic', 'difference_swapped', 'same'],
		['xor', 'zero_forgotten', 'worse']
	] as const)('%s with %s: %s', async (id: BuiltInId, name, training) => {
		const { source, tiny } = await lessonCalled(id);
		const bug = (await bugsOf(id)).find((each) => each.id === name)!;
		const overrides = { ...tiny };
		const right = await lossesOf(source, overrides);
		const bugged = await lossesOf(withBug(source, bug)!, overrides);
		expect(outcomeOf(right, bugged)?.training).toBe(training);
	});
});

const numbers = (data: number[], shape: Shape = [data.length]) => tensor(data, shape, 'float64');

describe('relativeDistance(one, other)', () => {
	it('is the norm of the difference over the other’s', () => {
		expect(relativeDistance(numbers([3, 4]), numbers([3, 0]))).toBeCloseTo(4 / 3, 15);
		expect(relativeDistance(numbers([5]), numbers([5]))).toBe(0);
	});

	it('is null where that says nothing', () => {
		expect(relativeDistance(numbers([1]), numbers([0]))).toBeNull();
		expect(relativeDistance(numbers([NaN]), numbers([1]))).toBeNull();
		expect(relativeDistance(numbers([1, 2]), numbers([1, 2], [2, 1]))).toBeNull();
	});
});
