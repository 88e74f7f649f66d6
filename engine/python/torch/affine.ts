/** F.linear: x·Wᵀ + b. */
import type { Runtime } from '../runtime.ts';
import type { PyTensor } from '../variable.ts';
import { asTensor } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import { matmul } from './linear.ts';
import { isContiguous, stridesOf } from './views.ts';

export const linear: TensorFunction = {
	parameters: ['weight', ['bias', null]],
	run(rt, input, { weight, bias }) {
		const product = times(rt, input, asTensor(weight, 'linear', 'weight'));
		if (bias === null) return product;
		const sum = rt.apply('add', [product, asTensor(bias, 'linear', 'bias')]);
		if (input.shape.length === 2) return rt.named(sum, 'AddmmBackward0');
		// of a stack that lies in order PyTorch makes one matrix, and views the result
		const isFlat = input.shape.length === 3 && isContiguous(input);
		return isFlat ? rt.named(sum, 'ViewBackward0') : sum;
	}
};

function times(rt: Runtime, input: PyTensor, weight: PyTensor): PyTensor {
	const transposed = rt.look(weight, 't', {}, [...stridesOf(weight)].reverse());
	return matmul(rt, input, transposed);
}
