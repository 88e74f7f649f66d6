/** What stands between the brackets of `x[…]`, as PyTorch reads it: a list of plain parts. */
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { PyModule, PySlice, PyTuple, typeName, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { sequenceOf } from './arguments.ts';
import { fromNested } from './nested.ts';

/** `...` as a value. */
export const ELLIPSIS = new PyModule('Ellipsis', () => undefined);

/** `many`: the ellipsis; `new`: None; `tensor`: picks by whole numbers or a mask. */
export type IndexPart =
	| { readonly kind: 'one'; readonly at: number }
	| { readonly kind: 'slice'; readonly slice: PySlice }
	| { readonly kind: 'many' }
	| { readonly kind: 'new' }
	| { readonly kind: 'tensor'; readonly tensor: PyTensor };

export function partsOf(rt: Runtime, index: Value): IndexPart[] {
	const items = index instanceof PyTuple ? index.items : [index];
	return items.map((item) => partOf(rt, item));
}

function partOf(rt: Runtime, item: Value): IndexPart {
	if (item === null) return { kind: 'new' };
	if (typeof item === 'bigint') return { kind: 'one', at: Number(item) };
	if (item instanceof PySlice) return { kind: 'slice', slice: item };
	if (item === ELLIPSIS) return { kind: 'many' };
	if (item instanceof PyTensor) return { kind: 'tensor', tensor: pickable(rt, item) };
	if (sequenceOf(item)) {
		return { kind: 'tensor', tensor: pickable(rt, rt.fresh(listed(item))) };
	}
	if (typeof item === 'boolean') {
		throw new PythonError(
			'NotSupportedError',
			'True and False as an index are not part of the language yet',
			rt.at
		);
	}
	throw new PythonError(
		'IndexError',
		`only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${typeName(item)})`,
		rt.at
	);
}

/** An empty list picks nothing, by whole numbers. */
function listed(items: Value) {
	return fromNested(items, sequenceOf(items)?.length === 0 ? 'int64' : null);
}

function pickable(rt: Runtime, tensor: PyTensor): PyTensor {
	if (tensor.dtype === 'int64' || tensor.dtype === 'bool') return tensor;
	throw new PythonError(
		'IndexError',
		'tensors used as indices must be long, byte or bool tensors',
		rt.at,
		'.long() makes whole numbers of it'
	);
}

/** How many dimensions of x a part takes. */
export function consumed(part: IndexPart): number {
	if (part.kind === 'new' || part.kind === 'many') return 0;
	return part.kind === 'tensor' && part.tensor.dtype === 'bool' ? part.tensor.shape.length : 1;
}
