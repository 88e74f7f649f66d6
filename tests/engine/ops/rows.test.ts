/**
 * What every row of the op table owes, as properties over random inputs: a new op is tested
 * by existing. Inputs are exact dyadics away from kinks (tests/support/arbitraries.ts).
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { opTable } from '#engine/ops/index.ts';
import type { OpName } from '#engine/ops/op.ts';
import { gamma } from '#engine/ops/rounding.ts';
import { isFloat, tensor, type Tensor } from '#engine/tensor.ts';
import { tensors } from '../../support/arbitraries.ts';
import { exempt } from '../../support/exemptions.ts';
import {
	absolute,
	boundOf,
	dot,
	forward,
	inDtype,
	isAwayFromKinks,
	jacobian,
	pullBack,
	pushForward
} from '../../support/rows.ts';
import { samples, type Sample } from '../../support/samples.ts';
import { expectWithin } from '../../support/within.ts';

const U64 = 2 ** -53;
const U32 = 2 ** -24;

/**
 * Most roundings inside one entry of a Jacobian, in units of u: n·x^(n−1) has 6 for a library
 * pow and 1 for the product; −(a/b)/b and (a·db)/(b·b) have fewer.
 */
const ENTRY_ROUNDINGS = 8;

const names = Object.keys(opTable) as OpName[];

/** A sample with an upstream gradient for its result and a direction for each input. */
function probed(op: OpName): fc.Arbitrary<{ sample: Sample; u: Tensor; w: Tensor[] }> {
	return samples[op].chain((sample) =>
		fc.record({
			sample: fc.constant(sample),
			u: tensors(forward(op, sample).shape),
			w: fc.tuple(...sample.inputs.map((x) => tensors(x.shape, fc.constantFrom(-1, 0.5, 1))))
		})
	);
}

function floatInputs(sample: Sample): number[] {
	return sample.inputs.flatMap((x, i) => (isFloat(x.dtype) ? [i] : []));
}

function only(sample: Sample, i: number): boolean[] {
	return sample.inputs.map((_, k) => k === i);
}

function scaled(x: Tensor, factor: number): Tensor {
	return tensor(
		Array.from(x.data, (v) => v * factor),
		x.shape,
		x.dtype
	);
}

describe.each(names)('%s', (op) => {
	test('forward gives the shape and dtype that shape promises', () => {
		fc.assert(
			fc.property(samples[op], (sample) => {
				const { shape, dtype } = opTable[op].shape(sample.inputs, sample.attrs);
				const out = forward(op, sample);
				expect(out.shape).toEqual(shape);
				expect(out.dtype).toBe(dtype);
				expect(out.data.length).toBe(tensor(out.data, shape, dtype).data.length);
			})
		);
	});

	test('vjp and jvp are adjoint: <u, J·w> = <Jᵀ·u, w> up to rounding', () => {
		fc.assert(
			fc.property(probed(op), ({ sample, u, w }) => {
				for (const i of floatInputs(sample)) {
					const { gradients, errors } = pullBack(op, sample, u, only(sample, i));
					const gradient = gradients[i];
					const columns = jacobian(op, sample, i);
					const weights = w[i].data;
					const right = gradient ? dot(gradient.data, weights) : 0;
					const left = columns.reduce(
						(s, column, k) => s + dot(u.data, column.data) * weights[k],
						0
					);
					// Both sides add up the terms u_j·J_jk·w_k, in some order, each from a rounded J_jk;
					// where the rule cancels (1 − tanh²), it has lost more, as the bounds of its nodes say.
					const lost = errors[i]()?.reduce((s, e, k) => s + e * Math.abs(weights[k]), 0) ?? 0;
					const size = columns.reduce(
						(s, column, k) =>
							s + dot(absolute(u.data), absolute(column.data)) * Math.abs(weights[k]),
						0
					);
					const terms = u.data.length + weights.length + 2 + ENTRY_ROUNDINGS;
					expectWithin([right], [left], [2 * gamma(terms, U64) * size + lost]);
				}
			})
		);
	});

	const { is, title } = exempt(op, 'slope');

	test.skipIf(is)(
		`jvp is the slope of forward: central differences agree away from kinks${title}`,
		() => {
			fc.assert(
				fc.property(probed(op), ({ sample, w }) => {
					fc.pre(isAwayFromKinks(op, sample));
					for (const i of floatInputs(sample)) {
						const tangents = sample.inputs.map((_, k) => (k === i ? w[i] : null));
						const slope = pushForward(op, sample, tangents).data;
						const wide = centralDifference(op, sample, i, w[i], 2 ** -7);
						const narrow = centralDifference(op, sample, i, w[i], 2 ** -8);
						const size = new Float64Array(slope.length);
						jacobian(op, sample, i).forEach((column, k) =>
							column.data.forEach((v, j) => (size[j] += Math.abs(v * w[i].data[k])))
						);
						const roundings = w[i].data.length + 2 + ENTRY_ROUNDINGS;
						// Halving h quarters the truncation T, so |FD(h) − FD(h/2)| is thrice what is left of it.
						const bound = slope.map(
							(_, j) =>
								Math.abs(wide.slope[j] - narrow.slope[j]) +
								wide.rounding[j] +
								narrow.rounding[j] +
								gamma(roundings, U64) * size[j]
						);
						expectWithin(narrow.slope, slope, bound);
					}
				})
			);
		}
	);

	test('vjp builds only what needs asks for, in the shape and dtype of the input', () => {
		fc.assert(
			fc.property(probed(op), ({ sample, u }) => {
				const nothing = pullBack(
					op,
					sample,
					u,
					sample.inputs.map(() => false)
				);
				expect(nothing.made).toBe(0);
				expect(nothing.gradients.every((g) => g === null)).toBe(true);
				for (const i of floatInputs(sample)) {
					const { gradients } = pullBack(op, sample, u, only(sample, i));
					gradients.forEach((g, k) => {
						if (k !== i) expect(g).toBeNull();
						else if (g)
							expect(g).toMatchObject({ shape: sample.inputs[i].shape, dtype: 'float64' });
					});
				}
			})
		);
	});

	test('vjp is linear: an upstream times 2^k is exact, zero gives zero', () => {
		fc.assert(
			fc.property(probed(op), fc.constantFrom(-8, -1, 3, 20), ({ sample, u }, k) => {
				for (const i of floatInputs(sample)) {
					const pull = (g: Tensor) => pullBack(op, sample, g, only(sample, i)).gradients[i];
					const gradient = pull(u);
					if (!gradient) {
						const { dtype } = forward(op, sample);
						expect(opTable[op].vjp === null || !isFloat(dtype)).toBe(true);
						continue;
					}
					expect(pull(scaled(u, 2 ** k))).toEqual(scaled(gradient, 2 ** k));
					expect(pull(scaled(u, 0))!.data.every((v) => v === 0)).toBe(true);
				}
			})
		);
	});

	test('bound covers float32: its result lies that near to the float64 one', () => {
		fc.assert(
			fc.property(samples[op], (sample) => {
				const narrow = forward(op, inDtype(sample, 'float32'));
				const wide = forward(op, sample);
				const [b32, b64] = [boundOf(op, sample, U32), boundOf(op, sample, U64)];
				expectWithin(
					narrow.data,
					wide.data,
					b32.map((b, i) => b + b64[i])
				);
			})
		);
	});

	test('bound carries the errors of the inputs: moving them that far moves the result no further', () => {
		fc.assert(
			fc.property(disturbed(op), ({ sample, errors, moved }) => {
				const before = forward(op, sample);
				const after = forward(op, moved);
				const bound = boundOf(op, sample, U64, errors);
				const own = boundOf(op, moved, U64);
				expectWithin(
					after.data,
					before.data,
					bound.map((b, i) => b + own[i])
				);
			})
		);
	});
});

/** (f(x + h·w) − f(x − h·w)) / 2h in input i, with what rounding of f can do to it. */
function centralDifference(op: OpName, sample: Sample, i: number, w: Tensor, h: number) {
	const at = (step: number): Sample => ({
		...sample,
		inputs: sample.inputs.map((x, k) =>
			k === i
				? tensor(
						Array.from(x.data, (v, n) => v + step * w.data[n]),
						x.shape,
						x.dtype
					)
				: x
		)
	});
	const [right, left] = [at(h), at(-h)];
	const [high, low] = [forward(op, right).data, forward(op, left).data];
	const [highBound, lowBound] = [boundOf(op, right, U64), boundOf(op, left, U64)];
	const slope = Float64Array.from(high, (v, j) => (v - low[j]) / (2 * h));
	const rounding = slope.map(
		(s, j) => (highBound[j] + lowBound[j]) / (2 * h) + 2 * U64 * Math.abs(s)
	);
	return { slope, rounding };
}

/** A sample, error bounds for its inputs, and the sample moved by at most those. */
function disturbed(op: OpName) {
	return samples[op].chain((sample) => {
		const perInput = sample.inputs.map((x) =>
			fc.array(fc.tuple(fc.constantFrom(0, 2 ** -10, 2 ** -3), fc.constantFrom(-1, -0.5, 0, 1)), {
				minLength: x.data.length,
				maxLength: x.data.length
			})
		);
		return fc.tuple(...perInput).map((moves) => {
			const isMask = (i: number) => sample.inputs[i].dtype === 'bool';
			// A mask's error is 1 where it is undecided, and then it may be either. An index is certain.
			const errors = moves.map((list, i) =>
				Float64Array.from(list, ([e]) =>
					isMask(i) ? Number(e > 0.1) : isFloat(sample.inputs[i].dtype) ? e : 0
				)
			);
			const inputs = sample.inputs.map((x, i) =>
				tensor(
					Array.from(x.data, (v, n) => {
						const move = errors[i][n] * moves[i][n][1];
						return isMask(i) ? (move === 0 ? v : 1 - v) : v + move;
					}),
					x.shape,
					x.dtype
				)
			);
			return { sample, errors, moved: { ...sample, inputs } };
		});
	});
}
