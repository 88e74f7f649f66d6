/** Reductions beside sum and mean: prod and the running totals of cumsum. */
import { normalizeDim } from '../../shape.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound } from '../signature.ts';
import { toIndex } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asDims, asFlag } from './arguments.ts';
import { beside, composite } from './composite.ts';
import type { TensorFunction } from './functions.ts';

function prod(rt: Runtime, x: PyTensor, { dim, keepdim }: Bound): PyTensor {
	if (dim === null) {
		return rt.named(rt.apply('prod', [x], { dim: null, keepdim: false }), 'ProdBackward0');
	}
	const axis = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
	const product = rt.apply('prod', [x], { dim: axis, keepdim: asFlag(keepdim) });
	return rt.named(product, 'ProdBackward1');
}

/** Whether any entry, or every entry, is true: by the count of those that decide it. */
function quantifier(name: 'any' | 'all'): TensorFunction {
	const run = (rt: Runtime, x: PyTensor, { dim, keepdim }: Bound) =>
		composite(rt, name, null, () => {
			const over = { dim: asDims(dim, x.shape.length), keepdim: asFlag(keepdim) };
			const zero = beside(rt, x, 0);
			const decisive = rt.apply(name === 'any' ? 'ne' : 'eq', [x, zero]);
			const count = rt.apply('sum', [decisive], over);
			return rt.apply(name === 'any' ? 'gt' : 'eq', [count, beside(rt, count, 0)]);
		});
	return {
		parameters: [
			['dim', null],
			['keepdim', false]
		],
		run
	};
}

export const reductionFunctions: Readonly<Record<string, TensorFunction>> = {
	prod: {
		parameters: [
			['dim', null],
			['keepdim', false]
		],
		run: prod
	},
	any: quantifier('any'),
	all: quantifier('all'),
	cumsum: {
		parameters: ['dim'],
		run: (rt, x, { dim }) => {
			const axis = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
			return rt.apply('cumsum', [x], { dim: axis, reverse: false });
		}
	}
};
