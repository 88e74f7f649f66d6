/** softmax, log_softmax and logsumexp: exponentials relative to the largest, so that none overflows. */
import { normalizeDim } from '../../shape.ts';
import { sizeOf } from '../../tensor.ts';
import type { Runtime } from '../runtime.ts';
import type { Signature } from '../signature.ts';
import { toIndex, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asDims, asDType, asFlag } from './arguments.ts';
import { asFloat, composite, held, requireFloat, writer } from './composite.ts';
import type { TensorFunction } from './functions.ts';

/** x − max x. The maximum only shifts: its own gradient is 0, so it is taken out of history. */
function shifted(rt: Runtime, x: PyTensor, axis: number): PyTensor {
	const w = writer(rt);
	return w.sub(x, w.amax(held(rt, x), { dim: [axis], keepdim: true, ties: 'share' }));
}

/** e^(x − max x) / Σ e^(x − max x). */
export function softmax(rt: Runtime, x: PyTensor, axis: number): PyTensor {
	return composite(rt, 'softmax', 'SoftmaxBackward0', () => {
		const w = writer(rt);
		const e = w.exp(shifted(rt, x, axis));
		return w.div(e, w.sum(e, { dim: [axis], keepdim: true }));
	});
}

/** (x − max x) − log Σ e^(x − max x): unlike log(softmax) it never meets log 0. */
export function logSoftmax(rt: Runtime, x: PyTensor, axis: number): PyTensor {
	return composite(rt, 'log_softmax', 'LogSoftmaxBackward0', () => {
		const w = writer(rt);
		const s = shifted(rt, x, axis);
		return w.sub(s, w.log(w.sum(w.exp(s), { dim: [axis], keepdim: true })));
	});
}

/** max x + log Σ e^(x − max x), with 0 for an infinite maximum. */
function logSumExp(rt: Runtime, given: PyTensor, dim: Value, keepdim: boolean): PyTensor {
	const x = asFloat(rt, given);
	const dims = asDims(dim, x.shape.length);
	return composite(rt, 'logsumexp', 'LogsumexpBackward0', () => {
		const w = writer(rt);
		// of no entries none is the largest
		if (sizeOf(x.shape) === 0) return w.log(w.sum(w.exp(x), { dim: dims, keepdim }));
		const most = w.amax(held(rt, x), { dim: dims, keepdim: true, ties: 'share' });
		const finite = w.fill(most, w.eq(w.abs(most), Infinity), 0);
		const total = w.log(w.sum(w.exp(w.sub(x, finite)), { dim: dims, keepdim }));
		const shape = total.shape;
		return w.add(total, keepdim ? finite : rt.apply('reshape', [finite], { shape }));
	});
}

/** Without a dim PyTorch guesses (and warns): the first of 0-, 1- and 3-D tensors, else the second. */
function guessed(x: PyTensor): number {
	return [0, 1, 3].includes(x.shape.length) ? 0 : 1;
}

type Normaliser = (rt: Runtime, x: PyTensor, axis: number) => PyTensor;

function normaliser(name: 'softmax' | 'log_softmax', make: Normaliser, guesses: boolean) {
	const rest: Signature = guesses
		? [
				['dim', null],
				['_stacklevel', 3n]
			]
		: ['dim'];
	const run: TensorFunction['run'] = (rt, x, { dim, dtype }) => {
		const target = asDType(dtype, x.dtype);
		const input = target === x.dtype ? x : rt.apply('cast', [x], { dtype: target });
		const axis = dim === null ? guessed(x) : normalizeDim(toIndex(dim, 'dim'), x.shape.length);
		const last = axis === Math.max(x.shape.length - 1, 0);
		requireFloat(rt, input, `${name}${last ? '_lastdim' : ''}_kernel_impl`);
		// of no entries none is the largest
		if (sizeOf(input.shape) === 0) return rt.apply('clone', [input]);
		return make(rt, input, axis);
	};
	return { parameters: [...rest, ['dtype', null]], run } satisfies TensorFunction;
}

/** As torch.softmax(x, dim) and x.softmax(dim). */
export const softmaxFunctions: Readonly<Record<string, TensorFunction>> = {
	softmax: normaliser('softmax', softmax, false),
	log_softmax: normaliser('log_softmax', logSoftmax, false),
	logsumexp: {
		parameters: ['dim', ['keepdim', false]],
		run: (rt, x, { dim, keepdim }) => logSumExp(rt, x, dim, asFlag(keepdim))
	}
};

/** As F.softmax(x, dim=None). */
export const functionalSoftmax: Readonly<Record<string, TensorFunction>> = {
	softmax: normaliser('softmax', softmax, true),
	log_softmax: normaliser('log_softmax', logSoftmax, true)
};
