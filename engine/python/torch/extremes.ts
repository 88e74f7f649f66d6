/** max, min, amax and amin: of a whole tensor, along dimensions, or of two tensors. */
import { normalizeDim } from '../../shape.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { combine } from '../operands.ts';
import { PyTuple, toIndex, typeName, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { asDims, asFlag } from './arguments.ts';
import type { TensorFunction } from './functions.ts';

type Side = 'max' | 'min';

/** Values and, when they are asked for, the indices of their first occurrence. */
function along(rt: Runtime, side: Side, x: PyTensor, dim: number, keepdim: boolean): PyTuple {
	const at = rt.at;
	const dims = [normalizeDim(dim, x.shape.length)];
	const attrs = { dim: dims, keepdim, ties: 'first' };
	const values = rt.apply(`a${side}`, [x], attrs);
	rt.named(values, side === 'max' ? 'MaxBackward0' : 'MinBackward0');
	return new PyTuple([values], false, {
		type: `torch.return_types.${side}`,
		fields: ['values', 'indices'],
		last: () => {
			rt.at = at;
			return rt.apply(`arg${side}`, [x], { dim: dims[0], keepdim });
		}
	});
}

function general(side: Side): TensorFunction {
	return {
		parameters: [
			['dim', null],
			['keepdim', false],
			['other', null]
		],
		run: (rt, x, { dim, keepdim, other }): Value => {
			const second = other ?? dim;
			if (second instanceof PyTensor) {
				return combine(rt, side === 'max' ? 'maximum' : 'minimum', x, second);
			}
			if (dim !== null) return along(rt, side, x, toIndex(dim, 'dim'), asFlag(keepdim));
			const all = rt.apply(`a${side}`, [x], { dim: null, keepdim: false, ties: 'even' });
			return rt.named(all, side === 'max' ? 'MaxBackward1' : 'MinBackward1');
		}
	};
}

function over(side: Side): TensorFunction {
	return {
		parameters: [
			['dim', new PyTuple([])],
			['keepdim', false]
		],
		run: (rt, x, { dim, keepdim }) => {
			if (dim === null) {
				const message = `a${side}(): argument 'dim' must be tuple of ints, not ${typeName(dim)}`;
				throw new PythonError('TypeError', message, rt.at);
			}
			const attrs = { dim: asDims(dim, x.shape.length), keepdim: asFlag(keepdim), ties: 'share' };
			return rt.apply(`a${side}`, [x], attrs);
		}
	};
}

export const extremeFunctions: Readonly<Record<string, TensorFunction>> = {
	max: general('max'),
	min: general('min'),
	amax: over('max'),
	amin: over('min')
};
