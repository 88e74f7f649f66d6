/**
 * Two families of rows that only move entries. `gathering`: every entry of the result is a copy
 * of one entry of an input. `scattering`: every entry of the first input is added to one entry
 * of the result. Such a row says where each entry comes from or goes to; forward, making, jvp
 * and bound follow from that.
 */
import { allocate, sizeOf, type Tensor, type TensorType } from '../tensor.ts';
import type { Bounded, Making, Op } from './op.ts';
import { gamma, underflow } from './rounding.ts';

/** For each entry of the result: which input, and which entry of it. */
export interface Sources {
	readonly flats: Int32Array;
	/** Absent where all come from the first input. */
	readonly inputs?: Int32Array;
}

type Moved = Pick<Op, 'forward' | 'making' | 'jvp' | 'bound' | 'kinks'>;

/**
 * A row whose result copies entries; −1 in `flats` stands for a zero of its own. `reach` gives
 * the bound where an operand that picks entries is itself in doubt, else null.
 */
export function gathering<A>(
	sourcesOf: (inputs: readonly Tensor[], out: TensorType, attrs: A) => Sources,
	reach: (inputs: readonly Bounded[], out: Tensor, attrs: A) => Float64Array | null = () => null
): Moved {
	const collect = (
		datas: readonly (ArrayLike<number> | null)[],
		{ flats, inputs }: Sources,
		into: { [i: number]: number }
	) => {
		for (let i = 0; i < flats.length; i++) {
			const data = datas[inputs ? inputs[i] : 0];
			into[i] = data && flats[i] >= 0 ? data[flats[i]] : 0;
		}
	};
	return {
		forward: (inputs, attrs, out) => {
			const data = allocate(out.dtype, sizeOf(out.shape));
			collect(
				inputs.map((x) => x.data),
				sourcesOf(inputs, out, attrs as A),
				data
			);
			return { ...out, data };
		},
		making: (inputs, out, flat, attrs) => {
			const { flats, inputs: which } = sourcesOf(inputs, out, attrs as A);
			return copiedFrom(inputs.length, which ? which[flat] : 0, flats[flat]);
		},
		jvp: (inputs, tangents, out, attrs) => {
			const data = new Float64Array(out.data.length);
			collect(
				tangents.map((d) => d && d.data),
				sourcesOf(inputs, out, attrs as A),
				data
			);
			return { shape: out.shape, dtype: 'float64', data };
		},
		bound: (inputs, out, attrs) => {
			const misled = reach(inputs, out, attrs as A);
			if (misled) return misled;
			const bound = new Float64Array(out.data.length);
			collect(
				inputs.map((x) => x.error),
				sourcesOf(
					inputs.map((x) => x.value),
					out,
					attrs as A
				),
				bound
			);
			return bound;
		},
		kinks: null
	};
}

/** One entry of one input, unchanged; a zero of the op's own is an empty sum. */
function copiedFrom(count: number, input: number, flat: number): Making {
	const flats = Array.from({ length: count }, (_, i) =>
		i === input && flat >= 0 ? Uint32Array.of(flat) : new Uint32Array(0)
	);
	return { rule: flat >= 0 ? 'copy' : 'sum', flats, over: 1 };
}

/** A row whose result sums the entries of its first input that `targetsOf` sends to one place. */
export function scattering<A>(
	targetsOf: (inputs: readonly Tensor[], out: TensorType, attrs: A) => Int32Array
): Moved {
	const spread = (from: ArrayLike<number>, targets: Int32Array, size: number) => {
		const sums = new Float64Array(size);
		for (let i = 0; i < targets.length; i++) sums[targets[i]] += from[i];
		return sums;
	};
	return {
		forward: (inputs, attrs, out) => {
			const [{ data: from }] = inputs;
			const data = allocate(out.dtype, sizeOf(out.shape));
			const targets = targetsOf(inputs, out, attrs as A);
			// in the order of the entries, each addition rounded, as PyTorch's loop does
			for (let i = 0; i < targets.length; i++) data[targets[i]] += from[i];
			return { ...out, data };
		},
		making: (inputs, out, flat, attrs) => {
			const found: number[] = [];
			targetsOf(inputs, out, attrs as A).forEach((to, i) => to === flat && found.push(i));
			const flats = inputs.map((_, i) => (i === 0 ? Uint32Array.from(found) : new Uint32Array(0)));
			return { rule: 'sum', flats, over: 1 };
		},
		jvp: (inputs, [dx], out, attrs) => {
			const size = out.data.length;
			const data = dx
				? spread(dx.data, targetsOf(inputs, out, attrs as A), size)
				: new Float64Array(size);
			return { shape: out.shape, dtype: 'float64', data };
		},
		// ΣE + γ_{n−1}·Σ(|x| + E), n being how many entries meet
		bound: (inputs, out, attrs, u) => {
			const [{ value, error }] = inputs;
			const size = out.data.length;
			const targets = targetsOf(
				inputs.map((x) => x.value),
				out,
				attrs as A
			);
			const carried = spread(error, targets, size);
			const sizes = spread(
				error.map((e, i) => Math.abs(value.data[i]) + e),
				targets,
				size
			);
			const counts = spread(
				error.map(() => 1),
				targets,
				size
			);
			return carried.map((e, i) =>
				counts[i] > 1 ? e + gamma(counts[i] - 1, u) * sizes[i] + underflow(u) : e
			);
		},
		kinks: null
	};
}
