/** The rows that take only shape and dtype from their input: zeros_like and ones_like. */
import { full } from '../tensor.ts';
import { filled } from './lower.ts';
import { fromNothing } from './making.ts';
import type { Op } from './op.ts';

function constantLike(value: number): Op {
	return {
		shape: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
		forward: (_inputs, _attrs, out) => full(out.shape, value, out.dtype),
		making: fromNothing,
		vjp: null,
		jvp: null,
		bound: (_inputs, out) => new Float64Array(out.data.length),
		kinks: null,
		onnx: (l, _names, _attrs, node) => filled(l, value, node),
		tex: {
			forward: () => `\\mathbf{${value}}`,
			gradient: () => '0'
		}
	};
}

export const zeros_like = constantLike(0);
export const ones_like = constantLike(1);
