/** nn.Parameter: a tensor that a module trains. */
import type { Tensor } from '../../../tensor.ts';
import type { Runtime } from '../../runtime.ts';
import { bindArguments, type Signature } from '../../signature.ts';
import { PyType } from '../../values.ts';
import type { PyTensor } from '../../variable.ts';
import { asFlag, asTensor, refuseIntegerGrad } from '../arguments.ts';

export function createParameter(rt: Runtime, value: Tensor): PyTensor {
	const tensor = rt.fresh(value, true);
	tensor.isParameter = true;
	return tensor;
}

const parameters: Signature = ['data', ['requires_grad', true]];

export const parameterType = new PyType(
	'torch.nn.parameter.Parameter',
	'python',
	null,
	(rt, args) => {
		const { bound } = bindArguments('Parameter', parameters, args);
		const source = asTensor(bound.data, 'Parameter', 'data');
		const flag = asFlag(bound.requires_grad);
		if (flag) refuseIntegerGrad(source.dtype);
		// a leaf of its own beside a leaf, or beside what was computed, needs a node of its own
		const node = rt.present(source);
		const alias = rt.alias(source, source.requiresGrad ? rt.add('detach', [node]) : node);
		alias.requiresGrad = flag;
		alias.isParameter = true;
		return alias;
	},
	parameters
);
