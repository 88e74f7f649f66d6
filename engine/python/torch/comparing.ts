/** Whether two tensors are equal, or close: answers for Python, so they are computed at once. */
import { broadcastIndex, broadcastShapes, sameShape } from '../../shape.ts';
import { sizeOf } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import { PYTORCH_NAME } from '../../ops/dtypes.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound } from '../signature.ts';
import { toNumber, type Evaluation } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asFlag, asTensor } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import { hostOf } from './host.ts';

/** Entry by entry: |a − b| ≤ atol + rtol·|b|, or equal; a NaN only where `equal_nan` says so. */
function* closeness(rt: Runtime, x: PyTensor, bound: Bound, name: string): Evaluation<PyTensor> {
	const other = asTensor(bound.other, name, 'other');
	if (x.dtype !== other.dtype) {
		const [a, b] = [PYTORCH_NAME[x.dtype], PYTORCH_NAME[other.dtype]];
		throw new PythonError('RuntimeError', `${a} did not match ${b}`, rt.at);
	}
	const [rtol, atol] = [toNumber(bound.rtol, 'rtol'), toNumber(bound.atol, 'atol')];
	const alsoNaN = asFlag(bound.equal_nan);
	const [a, b] = [yield* hostOf(rt, x), yield* hostOf(rt, other)];
	const shape = broadcastShapes(a.shape, b.shape);
	const [indexA, indexB] = [a, b].map((each) => broadcastIndex(each.shape, shape));
	const data = Uint8Array.from({ length: sizeOf(shape) }, (_, i) => {
		const [p, q] = [a.data[indexA ? indexA[i] : i], b.data[indexB ? indexB[i] : i]];
		const allowed = atol + Math.abs(rtol * q);
		const isNear = Number.isFinite(p) && Number.isFinite(q) && Math.abs(p - q) <= allowed;
		return Number(p === q || isNear || (alsoNaN && Number.isNaN(p) && Number.isNaN(q)));
	});
	return rt.fresh({ shape, dtype: 'bool', data });
}

const TOLERANCES: TensorFunction['parameters'] = [
	'other',
	['rtol', 1e-5],
	['atol', 1e-8],
	['equal_nan', false]
];

export const comparingFunctions: Readonly<Record<string, TensorFunction>> = {
	isclose: {
		parameters: TOLERANCES,
		run: (rt, x, bound) => closeness(rt, x, bound, 'isclose')
	},
	allclose: {
		parameters: TOLERANCES,
		run: function* (rt, x, bound) {
			const close = yield* closeness(rt, x, bound, 'allclose');
			return rt.host(close.node.id).data.every((each) => each !== 0);
		}
	},
	equal: {
		parameters: ['other'],
		run: function* (rt, x, bound) {
			const other = asTensor(bound.other, 'equal', 'other');
			if (!sameShape(x.shape, other.shape)) return false;
			const [a, b] = [yield* hostOf(rt, x), yield* hostOf(rt, other)];
			return a.data.every((each, i) => each === b.data[i]);
		}
	}
};
