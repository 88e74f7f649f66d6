/** `x[mask] = value`: in place, and differentiable (the gradient of what is overwritten is 0). */
import { PYTORCH_NAME } from '../../ops/dtypes.ts';
import { sizeOf } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { toNumber, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';

export function maskedAssign(rt: Runtime, target: PyTensor, mask: Value, value: Value): void {
	if (!(mask instanceof PyTensor) || mask.dtype !== 'bool') {
		throw new PythonError(
			'NotSupportedError',
			'assigning to part of a tensor takes a boolean mask here, as in x[x < 0] = 0',
			rt.at
		);
	}
	const odd = mask.shape.findIndex((extent, i) => extent !== target.shape[i]);
	if (odd >= 0) {
		throw new PythonError(
			'IndexError',
			`The shape of the mask [${mask.shape.join(', ')}] at index ${odd} does not match the shape of the indexed tensor [${target.shape.join(', ')}] at index ${odd}`,
			rt.at
		);
	}
	if (mask.shape.length !== target.shape.length) {
		throw new PythonError(
			'NotSupportedError',
			'a mask of fewer dimensions than the tensor is not part of the language yet',
			rt.at,
			`give the mask the tensor's shape [${target.shape.join(', ')}]`
		);
	}
	const single = target.shape.length === 0;
	if (single && rt.gradEnabled && target.requiresGrad && target.isLeaf) {
		throw new PythonError(
			'RuntimeError',
			'a view of a leaf Variable that requires grad is being used in an in-place operation.',
			rt.at
		);
	}
	if (value instanceof PyTensor) assignTensor(rt, target, mask, value);
	else {
		const number = toNumber(value, 'the assigned value');
		rt.write(target, 'masked_fill', [target, mask], { value: number });
	}
	rt.named(target, single ? 'CopySlices' : 'IndexPutBackward0');
}

/** As many values as the mask has ones would be taken in order; here there may be one for all. */
function assignTensor(rt: Runtime, target: PyTensor, mask: PyTensor, value: PyTensor): void {
	if (sizeOf(value.shape) !== 1) {
		throw new PythonError(
			'NotSupportedError',
			'assigning several values to a mask is not part of the language yet',
			rt.at,
			'torch.where(mask, values, x) chooses element by element'
		);
	}
	if (value.dtype !== target.dtype) {
		throw new PythonError(
			'RuntimeError',
			`Index put requires the source and destination dtypes match, got ${PYTORCH_NAME[target.dtype]} for the destination and ${PYTORCH_NAME[value.dtype]} for the source.`,
			rt.at
		);
	}
	const one = rt.apply('reshape', [value], { shape: [] });
	rt.write(target, 'where', [mask, one, target]);
}
