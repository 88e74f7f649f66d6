/** Reductions beside sum and mean: prod and the running totals of cumsum. */
import { normalizeDim } from '../../shape.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound } from '../signature.ts';
import { toIndex } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asFlag } from './arguments.ts';
import type { TensorFunction } from './functions.ts';

function prod(rt: Runtime, x: PyTensor, { dim, keepdim }: Bound): PyTensor {
	if (dim === null) {
		return rt.named(rt.apply('prod', [x], { dim: null, keepdim: false }), 'ProdBackward0');
	}
	const axis = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
	const product = rt.apply('prod', [x], { dim: axis, keepdim: asFlag(keepdim) });
	return rt.named(product, 'ProdBackward1');
}

export const reductionFunctions: Readonly<Record<string, TensorFunction>> = {
	prod: {
		parameters: [
			['dim', null],
			['keepdim', false]
		],
		run: prod
	},
	cumsum: {
		parameters: ['dim'],
		run: (rt, x, { dim }) => {
			const axis = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
			return rt.apply('cumsum', [x], { dim: axis, reverse: false });
		}
	}
};
