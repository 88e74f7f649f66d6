/**
 * The samples in another order: a gradient of what is learnt must stay as it is, one of the samples
 * change places with them, within the rounding bounds of both. Asked where the graph says so (batch.ts).
 */
import { createGenerator } from '../random.ts';
import { stridesOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { batchOf, placings } from './batch.ts';
import { BoundedValues, inputsOf } from './bounded.ts';
import { compare } from './compare.ts';
import { summedBound } from './reverse.ts';

/** Any order will do; a fixed seed makes a check repeatable. */
const SEED = 23;

/** Null where there is no batch, or the ops on the way do not tell what its order does. */
export function createPermuted(
	trace: Trace,
	values: (claim: GradientClaim) => BoundedValues
): (claim: GradientClaim) => boolean | null {
	const batch = batchOf(trace);
	if (!batch) return () => null;
	const { graph } = trace;
	const order = orderOf(batch.extent);
	const places = placings(graph, batch);
	let shuffled: BoundedValues | null = null;
	return ({ node, ...claim }) => {
		const placing = places[node];
		if (!placing) return null;
		shuffled ??= new BoundedValues(graph, shuffledInputs(trace, batch.leaves, order));
		const before = values({ node, ...claim }).at(node);
		const after = shuffled.at(node);
		const { axis } = placing;
		const moved = (data: Tensor['data']) =>
			axis === null ? data : permuteRows({ ...before.value, data }, axis, order).data;
		const error = Float64Array.from(moved(before.error));
		const { verdict } = compare({
			got: after.value.data,
			expected: moved(before.value.data),
			shape: before.value.shape,
			bound: summedBound(after, { ...before, error })
		});
		return verdict === 'unknown' ? null : verdict === 'pass';
	};
}

/** A permutation that is not the identity. */
function orderOf(extent: number): number[] {
	const order = Array.from(createGenerator(SEED).randperm(extent).data);
	return order.every((from, to) => from === to) ? order.reverse() : order;
}

function shuffledInputs(
	trace: Trace,
	leaves: ReadonlySet<number>,
	order: readonly number[]
): Map<number, Tensor> {
	const inputs = [...inputsOf(trace)];
	return new Map(
		inputs.map(([id, value]) => [id, leaves.has(id) ? permuteRows(value, 0, order) : value])
	);
}

/** Row i of the result along `axis` is row `order[i]`. */
function permuteRows(value: Tensor, axis: number, order: readonly number[]): Tensor {
	const stride = stridesOf(value.shape)[axis];
	const data = value.data.slice();
	for (let i = 0; i < data.length; i++) {
		const row = Math.floor(i / stride) % order.length;
		data[i] = value.data[i + (order[row] - row) * stride];
	}
	return { ...value, data };
}
