/** Indexing and slicing of Python sequences. */
import { PythonError } from './errors.ts';
import { PyList, PyRange, PyTuple, typeName, type PySlice, type Value } from './values.ts';

/** Longest range that is written out for indexing. */
const MAX_RANGE = 1_000_000;

/** Characters that JavaScript counts as two. */
const WIDE = /[\ud800-\udfff]/;

/** The items of a list, tuple, string or range; null for anything else. */
export function itemsOf(object: Value): ArrayLike<Value> | null {
	if (typeof object === 'string') return WIDE.test(object) ? [...object] : object;
	if (object instanceof PyRange) return itemsOfRange(object);
	if (object instanceof PyList && object.view !== '') return null;
	return object instanceof PyList || object instanceof PyTuple ? object.items : null;
}

function itemsOfRange(range: PyRange): Value[] {
	if (range.length > MAX_RANGE) {
		throw new PythonError('MemoryError', `a range of ${range.length} is too long here`);
	}
	return Array.from({ length: range.length }, (_, i) => range.at(i));
}

/**
 * A Python index into the `length` items of `object`, negative from the end; IndexError outside.
 * `what` is what the message calls it.
 */
export function sequenceIndex(object: Value, index: Value, length: number, what?: string): number {
	if (typeof index !== 'bigint' && typeof index !== 'boolean') throw wrongIndex(object, index);
	const at = Number(index) < 0 ? Number(index) + length : Number(index);
	if (at >= 0 && at < length) return at;
	if (object instanceof PyRange) {
		throw new PythonError('IndexError', 'range object index out of range');
	}
	const name = typeof object === 'string' ? 'string' : typeName(object);
	throw new PythonError('IndexError', `${what ?? `${name} index`} out of range`);
}

function wrongIndex(object: Value, index: Value): PythonError {
	const text =
		typeof object === 'string'
			? `string indices must be integers, not '${typeName(index)}'`
			: `${typeName(object)} indices must be integers or slices, not ${typeName(index)}`;
	return new PythonError('TypeError', text);
}

/** The items `from`, `from + stride`, … before `to` that a slice picks out of `length`. */
export function slicePositions({ lower, upper, step }: PySlice, length: number) {
	const stride = step === null ? 1 : sliceIndex(step);
	if (stride === 0) throw new PythonError('ValueError', 'slice step cannot be zero');
	const [low, high] = stride > 0 ? [0, length] : [-1, length - 1];
	const clip = (value: Value, fallback: number) => {
		if (value === null) return fallback;
		const index = sliceIndex(value);
		return Math.min(Math.max(index < 0 ? index + length : index, low), high);
	};
	const [from, to] = stride > 0 ? [low, high] : [high, low];
	return { from: clip(lower, from), to: clip(upper, to), stride };
}

function sliceIndex(value: Value): number {
	if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
	throw new PythonError(
		'TypeError',
		'slice indices must be integers or None or have an __index__ method'
	);
}

export function sliced(object: Value, items: ArrayLike<Value>, slice: PySlice): Value {
	const { from, to, stride } = slicePositions(slice, items.length);
	if (object instanceof PyRange) {
		const [step, start] = [object.step * BigInt(stride), object.at(from)];
		return new PyRange(start, object.at(to), step);
	}
	const picked: Value[] = [];
	for (let i = from; stride > 0 ? i < to : i > to; i += stride) picked.push(items[i]);
	if (typeof object === 'string') return picked.join('');
	return object instanceof PyTuple ? new PyTuple(picked, object.isSize) : new PyList(picked);
}
