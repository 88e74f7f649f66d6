/** module.double(), .float() and .to(dtype): the numbers of its tensors in another float dtype. */
import { isFloat, type DType } from '../../../tensor.ts';
import { PythonError } from '../../errors.ts';
import type { PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyType, type Value } from '../../values.ts';
import { Storage, type PyTensor } from '../../variable.ts';
import { tensorsOf } from './state.ts';

export function convertModule(rt: Runtime, self: PyInstance, dtype: DType): PyInstance {
	if (!isFloat(dtype)) {
		throw new PythonError(
			'TypeError',
			`nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${dtype}`,
			rt.at
		);
	}
	for (const kind of ['_parameters', '_buffers'] as const) {
		for (const [, each] of tensorsOf(self, kind)) {
			convert(rt, each, dtype);
			if (each.grad) convert(rt, each.grad, dtype);
		}
	}
	return self;
}

/** Other memory behind the same tensor, as by `x.data = x.data.to(dtype)`. */
function convert(rt: Runtime, tensor: PyTensor, dtype: DType): void {
	if (!isFloat(tensor.dtype) || tensor.dtype === dtype) return;
	const node = rt.add('cast', [rt.present(tensor)], { dtype });
	tensor.view = null;
	tensor.adopt(new Storage(node), node);
	rt.bindAliases(tensor, rt.at);
}

/** The dtype among the arguments of `to`, which also takes a device; null without one. */
export function dtypeAmong(values: readonly Value[]): DType | null {
	const found = values.find((each) => each instanceof PyType && each.of === 'dtype');
	return found instanceof PyType ? found.dtype : null;
}
