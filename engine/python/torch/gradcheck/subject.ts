/** What is checked: a function of the lesson, what it is called with, and what it gave. */
import { isFloat } from '../../../tensor.ts';
import { PythonError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { typeName, type Evaluation, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';
import { warn } from '../../warnings.ts';
import { sequenceOf } from '../arguments.ts';
import { stridesOf } from '../views.ts';

/** PyTorch's tolerances and steps. */
export interface Measure {
	readonly eps: number;
	readonly atol: number;
	readonly rtol: number;
	readonly nondetTol: number;
}

export interface Subject {
	readonly func: Value;
	readonly arguments: readonly Value[];
	/** The arguments whose gradients are checked. */
	readonly inputs: readonly PyTensor[];
	/** What the first call gave. */
	readonly results: readonly PyTensor[];
	/** Those of the results that have gradients. */
	readonly outputs: readonly PyTensor[];
}

export function tupled(value: Value): readonly Value[] {
	return sequenceOf(value) ?? [value];
}

/** Looks at the arguments before anything is called. */
export function checkedInputs(rt: Runtime, given: readonly Value[]): PyTensor[] {
	const inputs: PyTensor[] = [];
	given.forEach((input, i) => {
		if (!(input instanceof PyTensor) || !input.requiresGrad) return;
		if (input.dtype !== 'float64') {
			warn(
				rt,
				`Input #${i} requires gradient and is not a double precision floating point or complex. ` +
					'This check will likely fail if all the inputs are not of double precision floating point or complex. '
			);
		}
		refuseOverlap(rt, input, i);
		if (!input.isLeaf) rt.retained.set(rt.present(input).id, input);
		inputs.push(input);
	});
	if (inputs.length > 0) return inputs;
	throw new PythonError(
		'ValueError',
		'gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.',
		rt.at,
		'make the inputs with requires_grad=True'
	);
}

function refuseOverlap(rt: Runtime, input: PyTensor, i: number): void {
	const strides = stridesOf(input);
	if (!input.shape.some((extent, dim) => extent > 1 && strides[dim] === 0)) return;
	throw new PythonError(
		'RuntimeError',
		`The ${i}th input has a dimension with stride 0. gradcheck only supports inputs that are non-overlapping ` +
			'to be able to compute the numerical gradients correctly. ' +
			'You should call .contiguous on the input before passing it to gradcheck.',
		rt.at
	);
}

/** The results of one more call. */
export function* resultsOf(
	rt: Runtime,
	{ func, arguments: positional }: Pick<Subject, 'func' | 'arguments'>
): Evaluation<PyTensor[]> {
	const { at } = rt;
	const result = yield* rt.language.call(rt, func, { positional, keywords: new Map() });
	rt.at = at;
	return tupled(result).map((each) => {
		if (each instanceof PyTensor) return each;
		const message = `'${typeName(each)}' object has no attribute 'requires_grad'`;
		throw new PythonError('AttributeError', message, at, 'let the function return tensors');
	});
}

export function differentiable(results: readonly PyTensor[]): PyTensor[] {
	return results.filter(({ requiresGrad }) => requiresGrad);
}

/**
 * Positions of the results whose slopes are compared: without any gradient, of all that have slopes.
 * In fast mode PyTorch 1.13 takes the first ones instead, and calls a right gradient wrong where a
 * result without one comes before it; here each output meets its own slopes.
 */
export function comparable({ results, outputs }: Subject): number[] {
	const counts = (each: PyTensor) => (outputs.length > 0 ? each.requiresGrad : isFloat(each.dtype));
	return results.flatMap((each, k) => (counts(each) ? [k] : []));
}
