/** What rules can be wrong, and where that would show: ops, and samples of them with upstream weights. */
import fc from 'fast-check';
import { opTable } from '#engine/ops/index.ts';
import type { OpName } from '#engine/ops/op.ts';
import { isFloat, type Tensor } from '#engine/tensor.ts';
import { tensors } from './arbitraries.ts';
import { exempt } from './exemptions.ts';
import { forward, inDtype, isAwayFromKinks } from './rows.ts';
import { samples, type Sample } from './samples.ts';

/** The ops that have a gradient, and owe one that is the slope. */
export const differentiable = (Object.keys(opTable) as OpName[]).filter(
	(op) => opTable[op].vjp !== null && !exempt(op, 'slope').is
);

/** Samples with something to get wrong; the same in every run. */
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
