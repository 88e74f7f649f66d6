/** Products and quotients with a sum in one call: addmm, addmv, baddbmm, addcmul, addcdiv, lerp. */
import { sameShape } from '../../shape.ts';
import { isFloat, type Shape } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import { remade } from '../in-place.ts';
import { divide } from '../operands.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound, Signature } from '../signature.ts';
import { toNumber, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { asTensor } from './arguments.ts';
import { composite } from './composite.ts';
import type { TensorFunction } from './functions.ts';

type Make = (rt: Runtime, x: PyTensor, bound: Bound) => PyTensor;

function refuse(rt: Runtime, message: string): never {
	throw new PythonError('RuntimeError', message, rt.at);
}

/** factor · x; the factor of whole numbers is cut to a whole one. */
function scaled(rt: Runtime, x: PyTensor, value: Value, name: string): PyTensor {
	const given = toNumber(value, name);
	const factor = isFloat(x.dtype) ? given : Math.trunc(given);
	return factor === 1 ? x : rt.apply('mul', [x, rt.constant(factor, x.dtype)]);
}

/** β·x + α·product; with β = 0 nothing of x counts, not even NaN. */
function plusProduct(
	rt: Runtime,
	x: PyTensor,
	product: PyTensor,
	{ beta, alpha }: Bound
): PyTensor {
	if (x.dtype !== product.dtype) refuse(rt, 'self and mat2 must have the same dtype');
	// stretched first: x may have the fewer dimensions, never the more
	const { shape } = product;
	const whole = sameShape(x.shape, shape) ? x : rt.apply('expand', [x], { shape });
	const part = scaled(rt, product, alpha, 'alpha');
	if (toNumber(beta, 'beta') === 0) return part;
	return rt.apply('add', [scaled(rt, whole, beta, 'beta'), part]);
}

function requireMatrix(rt: Runtime, { shape }: PyTensor, name: string): void {
	if (shape.length !== 2) refuse(rt, `${name} must be a matrix, got ${shape.length}-D tensor`);
}

const addmm: Make = (rt, x, bound) => {
	const [a, b] = [asTensor(bound.mat1, 'addmm', 'mat1'), asTensor(bound.mat2, 'addmm', 'mat2')];
	requireMatrix(rt, a, 'mat1');
	requireMatrix(rt, b, 'mat2');
	return plusProduct(rt, x, rt.apply('mm', [a, b]), bound);
};

const addmv: Make = (rt, x, bound) => {
	const [a, v] = [asTensor(bound.mat, 'addmv', 'mat'), asTensor(bound.vec, 'addmv', 'vec')];
	const [rankX, rankA, rankV] = [x, a, v].map(({ shape }) => shape.length);
	if (rankA !== 2 || rankV !== 1 || rankX > 1) {
		refuse(rt, `vector + matrix @ vector expected, got ${rankX}, ${rankA}, ${rankV}`);
	}
	const [[m, k], [n], [own]] = [a.shape, v.shape, x.shape];
	if (k !== n || (rankX === 1 && own !== m && own !== 1)) {
		refuse(rt, `size mismatch, got ${own ?? m}, ${m}x${k},${n}`);
	}
	const column = rt.apply('reshape', [v], { shape: [n, 1] });
	const product = rt.apply('reshape', [rt.apply('mm', [a, column])], { shape: [m] });
	return plusProduct(rt, x, product, bound);
};

const baddbmm: Make = (rt, x, bound) => {
	const [a, b] = (['batch1', 'batch2'] as const).map((name) =>
		asTensor(bound[name], 'baddbmm', name)
	);
	for (const [{ shape }, name] of [[a, 'batch1'] as const, [b, 'batch2'] as const]) {
		if (shape.length !== 3) refuse(rt, `${name} must be a 3D tensor`);
	}
	const [wanted, got]: Shape[] = [
		[a.shape[0], a.shape[2]],
		[b.shape[0], b.shape[1]]
	];
	if (!sameShape(wanted, got)) {
		refuse(
			rt,
			`Expected size for first two dimensions of batch2 tensor to be: [${wanted.join(', ')}] but got: [${got.join(', ')}].`
		);
	}
	return plusProduct(rt, x, rt.apply('bmm', [a, b]), bound);
};

const pairOf = (bound: Bound, name: string) =>
	[asTensor(bound.tensor1, name, 'tensor1'), asTensor(bound.tensor2, name, 'tensor2')] as const;

const addcmul: Make = (rt, x, bound) => {
	const [a, b] = pairOf(bound, 'addcmul');
	const part = scaled(rt, rt.apply('mul', [a, b]), bound.value, 'value');
	return rt.apply('add', [x, part]);
};

const addcdiv: Make = (rt, x, bound) => {
	const [a, b] = pairOf(bound, 'addcdiv');
	if (!isFloat(a.dtype) && !isFloat(b.dtype)) {
		refuse(
			rt,
			'Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.'
		);
	}
	return rt.apply('add', [x, scaled(rt, divide(rt, a, b), bound.value, 'value')]);
};

/** x + weight·(end − x). */
const lerp: Make = (rt, x, bound) => {
	const away = rt.apply('sub', [asTensor(bound.end, 'lerp', 'end'), x]);
	const { weight } = bound;
	const part =
		weight instanceof PyTensor
			? rt.apply('mul', [away, weight])
			: scaled(rt, away, weight, 'weight');
	return rt.apply('add', [x, part]);
};

const scales: Signature = [
	['beta', 1n],
	['alpha', 1n]
];
const valued: Signature = ['tensor1', 'tensor2', ['value', 1n]];

const TABLE: readonly (readonly [name: string, gradFn: string, Signature, Make])[] = [
	['addmm', 'AddmmBackward0', ['mat1', 'mat2', ...scales], addmm],
	['addmv', 'AddmvBackward0', ['mat', 'vec', ...scales], addmv],
	['baddbmm', 'BaddbmmBackward0', ['batch1', 'batch2', ...scales], baddbmm],
	['addcmul', 'AddcmulBackward0', valued, addcmul],
	['addcdiv', 'AddcdivBackward0', valued, addcdiv],
	['lerp', 'LerpBackward0', ['end', 'weight'], lerp]
];

/** `torch.f(x, …)`, `x.f(…)`, and in place `x.f_(…)`. */
export const fusedFunctions: Readonly<Record<string, TensorFunction>> = Object.fromEntries(
	TABLE.flatMap(([name, gradFn, parameters, make]): [string, TensorFunction][] => {
		const run = (rt: Runtime, x: PyTensor, bound: Bound) =>
			composite(rt, name, gradFn, () => make(rt, x, bound));
		return [
			[name, { parameters, run }],
			[
				`${name}_`,
				{ parameters, run: (rt, x, bound) => remade(rt, x, (copy) => run(rt, copy, bound)) }
			]
		];
	})
);
