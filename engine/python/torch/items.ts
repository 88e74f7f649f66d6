/** From tensors back to Python numbers and lists. */
import { sizeOf, type Tensor } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { Deferred, PyList, type Evaluation, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';

function scalar(tensor: Tensor, index: number): Value {
	const value = tensor.data[index];
	if (tensor.dtype === 'bool') return value !== 0;
	return tensor.dtype === 'int64' ? BigInt(value) : value;
}

/** `.item()`: promised now, computed when the iteration runs. */
export function itemOf(rt: Runtime, self: PyTensor): Deferred {
	if (sizeOf(self.shape) !== 1) {
		throw new PythonError(
			'ValueError',
			'only one element tensors can be converted to Python scalars',
			rt.at
		);
	}
	return new Deferred(rt.present(self), (tensor) => scalar(tensor, 0));
}

export function* listOf(rt: Runtime, self: PyTensor): Evaluation<Value> {
	const node = rt.present(self);
	yield { ids: [node.id] };
	const tensor = rt.host(node.id);
	let next = 0;
	const nest = (depth: number): Value =>
		depth === tensor.shape.length
			? scalar(tensor, next++)
			: new PyList(Array.from({ length: tensor.shape[depth] }, () => nest(depth + 1)));
	return nest(0);
}
