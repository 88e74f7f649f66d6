/** Calls of convolutions and of argmax, for ONNX Runtime. */
import fc from 'fast-check';
import { convolutions } from '../../support/samples-conv.ts';
import type { Plan } from './plans.ts';

const shape = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 });

const searched = shape.chain((x) =>
	fc
		.tuple(fc.option(fc.nat(Math.max(x.length - 1, 0))), fc.boolean())
		.map(([dim, keepdim]): Plan => ({ operands: [{ shape: x }], attrs: { dim, keepdim } }))
);

export const convPlans = {
	argmax: searched,
	argmin: searched,
	conv: convolutions.map(({ x, w, window }): Plan => ({
		operands: [{ shape: x }, { shape: w }],
		attrs: window
	})),
	conv_input_grad: convolutions.map(({ x, w, y, window }): Plan => ({
		operands: [{ shape: y }, { shape: w }],
		attrs: { ...window, shape: x }
	})),
	conv_weight_grad: convolutions.map(({ x, w, y, window }): Plan => ({
		operands: [{ shape: x }, { shape: y }],
		attrs: { ...window, shape: w }
	}))
};
