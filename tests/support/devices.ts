/** Devices that compute less well than float32 should, as real ones have, and one that does not. */
import type { Tensor } from '#engine/tensor.ts';

type Round = (x: number) => number;

/** Keeps that many bits of the significand, half to even. */
function toBits(bits: number): Round {
	return (x) => {
		if (x === 0 || !Number.isFinite(x)) return x;
		const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - bits + 1);
		const scaled = x / unit;
		const down = Math.floor(scaled);
		const rest = scaled - down;
		return (rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down) * unit;
	};
}

const [half, bfloat16, tensorFloat] = [11, 8, 11].map(toBits);
const same: Round = (x) => x;

export interface Device {
	readonly input: Round;
	readonly sum: Round;
	/** The last terms that it leaves out. */
	readonly dropped: number;
}

export const GOOD: Device = { input: same, sum: Math.fround, dropped: 0 };

export const DEVICES: readonly (readonly [string, Device])[] = [
	['accumulates in float16', { input: same, sum: half, dropped: 0 }],
	['rounds its inputs to bfloat16', { input: bfloat16, sum: Math.fround, dropped: 0 }],
	['rounds its inputs to TF32', { input: tensorFloat, sum: Math.fround, dropped: 0 }],
	['drops the last term', { input: same, sum: Math.fround, dropped: 1 }],
	['drops a tail of eight', { input: same, sum: Math.fround, dropped: 8 }]
];

/** A product, as that device makes it. */
export function productOn({ input, sum, dropped }: Device, a: Tensor, b: Tensor): Float32Array {
	const [m, k] = a.shape;
	const n = b.shape[1];
	const [left, right] = [a, b].map(({ data }) => Float64Array.from(data, input));
	const out = new Float32Array(m * n);
	for (let i = 0; i < m; i++) {
		for (let j = 0; j < n; j++) {
			let total = 0;
			for (let p = 0; p < k - dropped; p++) {
				total = sum(total + left[i * k + p] * right[p * n + j]);
			}
			out[i * n + j] = total;
		}
	}
	return out;
}
