/** Reads the arguments that torch functions share: tensors, dims, shapes, dtypes. */
import { isFloat, sizeOf, type DType } from '../../tensor.ts';
import { normalizeDim } from '../../shape.ts';
import { PythonError } from '../errors.ts';
import { MAX_ELEMENTS, type Runtime } from '../runtime.ts';
import type { Rest } from '../signature.ts';
import { PyType, toIndex, typeName, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';

export function asTensor(value: Value, callee: string, argument: string): PyTensor {
	if (value instanceof PyTensor) return value;
	throw new PythonError(
		'TypeError',
		`${callee}(): argument '${argument}' must be Tensor, not ${typeName(value)}`
	);
}

/** None, one dim or several; normalised and sorted. */
export function asDims(value: Value, rank: number): readonly number[] | null {
	if (value === null) return null;
	const list = sequenceOf(value) ?? [value];
	const dims = list.map((item) => normalizeDim(toIndex(item, 'dim'), rank));
	if (new Set(dims).size < dims.length) {
		throw new PythonError(
			'RuntimeError',
			`dim ${dims.join()} appears multiple times in the list of dims`
		);
	}
	// torch takes the empty list for all dimensions
	return dims.length === 0 ? null : dims.sort((a, b) => a - b);
}

export function sequenceOf(value: Value): readonly Value[] | null {
	if (typeof value !== 'object' || value === null) return null;
	return value.kind === 'list' || value.kind === 'tuple' ? value.items : null;
}

/** `randn(2, 3)`, `randn((2, 3))`, `view(-1, 3)`. */
export function asShape(rest: Rest, callee: string): number[] {
	const items = rest.length === 1 ? (sequenceOf(rest[0]) ?? rest) : rest;
	return items.map((item) => toIndex(item, `${callee}(): size`));
}

/** A shape for a new tensor: no negative extent, not too large. Checked before anything is allocated. */
export function asNewShape(rt: Runtime, rest: Rest, callee: string): number[] {
	const shape = asShape(rest, callee);
	const negative = shape.find((extent) => extent < 0);
	if (negative !== undefined) {
		throw new PythonError(
			'RuntimeError',
			`Trying to create tensor with negative dimension ${negative}: [${shape.join(', ')}]`,
			rt.at
		);
	}
	const size = sizeOf(shape);
	if (size > MAX_ELEMENTS) {
		throw new PythonError(
			'RuntimeError',
			`${callee} would make a tensor of ${size} elements; the most here is ${MAX_ELEMENTS}`,
			rt.at,
			'use smaller sizes'
		);
	}
	return shape;
}

/** The target of view and reshape, with −1 inferred; PyTorch's message where sizes differ. */
export function inferShape(shape: readonly number[], size: number): number[] {
	const invalid = () =>
		new PythonError(
			'RuntimeError',
			`shape '[${shape.join(', ')}]' is invalid for input of size ${size}`
		);
	const holes = shape.filter((extent) => extent === -1).length;
	if (holes > 1) throw new PythonError('RuntimeError', 'only one dimension can be inferred');
	const rest = sizeOf(shape.filter((extent) => extent !== -1));
	if (holes === 0) {
		if (rest !== size) throw invalid();
		return [...shape];
	}
	if (rest === 0 || size % rest !== 0) throw invalid();
	return shape.map((extent) => (extent === -1 ? size / rest : extent));
}

/** None gives `fallback`. */
export function asDType(value: Value, fallback: DType): DType {
	if (value === null) return fallback;
	if (value instanceof PyType && value.dtype) return value.dtype;
	throw new PythonError('TypeError', `dtype must be a torch.dtype, not ${typeName(value)}`);
}

export function refuseIntegerGrad(
	dtype: DType,
	message = 'Only Tensors of floating point and complex dtype can require gradients'
): void {
	if (!isFloat(dtype)) throw new PythonError('RuntimeError', message);
}

/** Python's truth of a plain argument (`keepdim=True`). */
export function asFlag(value: Value): boolean {
	return value !== null && value !== false && value !== 0n && value !== 0;
}
