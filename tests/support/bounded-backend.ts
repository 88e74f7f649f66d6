/**
 * A backend for tests: computes in float64 and keeps beside every value how far arithmetic of
 * unit roundoff `u` can have taken it from the exact one. A whole lesson thereby ends with a
 * derived tolerance for each of its tensors.
 */
import type { Backend, Value } from '#engine/backends/backend.ts';
import { applyBounded, exact, U64, wideTensor } from '#engine/check/bounded.ts';
import type { Graph } from '#engine/graph.ts';
import { LIBRARY_UNITS } from '#engine/ops/library.ts';
import type { Bounded } from '#engine/ops/op.ts';
import { isFloat, type Tensor } from '#engine/tensor.ts';

export interface BoundedValue extends Value {
	readonly bounded: Bounded;
}

function hold(bounded: Bounded): BoundedValue {
	const { value } = bounded;
	return {
		shape: value.shape,
		dtype: value.dtype,
		bounded,
		read: () => Promise.resolve(value),
		release: () => undefined
	};
}

/** A number of the program as float32 holds it. */
function constant({ value, error }: Bounded, u: number): Bounded {
	if (u <= U64 || !isFloat(value.dtype)) return { value, error };
	return {
		value,
		error: error.map((_, i) => Math.abs(value.data[i] - Math.fround(value.data[i])) || 0)
	};
}

function run(
	graph: Graph,
	feeds: readonly BoundedValue[],
	wanted: readonly number[],
	u: number
): BoundedValue[] {
	const known: Bounded[] = [];
	let fed = 0;
	for (const node of graph.nodes) {
		const inputs = node.inputs.map((id) => known[id]);
		if (node.op === 'input') known.push(feeds[fed++].bounded);
		else if (node.op === 'constant') known.push(constant(applyBounded(node, inputs), u));
		else known.push(inRange(applyBounded(node, inputs, u), u));
	}
	return wanted.map((id) => hold(known[id]));
}

/** The largest finite number of float32. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

/** What may be past float32's largest number may have become infinite on the way. */
function inRange({ value, error }: Bounded, u: number): Bounded {
	if (u <= U64 || !isFloat(value.dtype)) return { value, error };
	const { data } = value;
	const isPast = (each: number, i: number) =>
		Number.isFinite(data[i]) && Math.abs(data[i]) + each > LARGEST;
	return { value, error: error.map((each, i) => (isPast(each, i) ? Infinity : each)) };
}

/** The largest normal number that Box and Muller make of 53 bits: √(2·53·log 2). */
const FARTHEST = 8.6;

/**
 * What a program feeds is exact, but for random numbers in float64: those are made by logarithms
 * and cosines, whose last bits are each library's own. Short binary fractions are literals.
 */
function feed(tensor: Tensor, u: number): Bounded {
	const value = wideTensor(tensor);
	const isExact =
		u > U64 || value.data.every((x) => !Number.isFinite(x) || Number.isInteger(x * 2 ** 10));
	if (isExact) return exact(value);
	return {
		value,
		error: new Float64Array(value.data.length).fill(3 * LIBRARY_UNITS * u * FARTHEST)
	};
}

export function createBoundedBackend(u: number): Backend {
	return {
		name: 'reference',
		description: `float64, with bounds for a unit roundoff of ${u}`,
		unitRoundoff: u,
		run: (graph, feeds, wanted) =>
			Promise.resolve(run(graph, feeds as readonly BoundedValue[], wanted, u)),
		upload: (tensor) => hold(feed(tensor, u)),
		dispose: () => Promise.resolve()
	};
}
