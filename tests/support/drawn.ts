/** Samples of an op with something to get wrong, and upstream weights; the same in every run. */
import fc from 'fast-check';
import type { OpName } from '#engine/ops/op.ts';
import { isFloat, type Tensor } from '#engine/tensor.ts';
import { tensors } from './arbitraries.ts';
import { forward, inDtype, isAwayFromKinks } from './rows.ts';
import { samples, type Sample } from './samples.ts';

export function drawn(op: OpName): { readonly sample: Sample; readonly weights: Tensor }[] {
	const arbitrary = samples[op].chain((sample) =>
		fc.record({
			sample: fc.constant(inDtype(sample, 'float64')),
			weights: tensors(forward(op, sample).shape)
		})
	);
	return fc.sample(arbitrary, { seed: 5, numRuns: 60 }).filter(({ sample, weights }) => {
		const isReal = sample.inputs.some((x) => isFloat(x.dtype) && x.data.length > 1);
		return isReal && weights.data.length > 0 && isAwayFromKinks(op, sample);
	});
}
