/** Indexing and slicing of Python sequences. */
import { PythonError } from './errors.ts';
import type { PySlice} from './values.ts';
import { PyList, PyRange, PyTuple, typeName, type Value } from './values.ts';

/** The items of a list, tuple, string or range; null for anything else. */
export function itemsOf(object: Value): readonly Value[] | null {
	if (typeof object === 'string') return [...object];
	if (object instanceof PyRange) return range(object);
	return object instanceof PyList || object instanceof PyTuple ? object.items : null;
}

function range(value: PyRange): Value[] {
	return Array.from({ length: Math.min(value.length, 1_000_000) }, (_, i) => value.at(i));
}

/** A Python index into `length` items, negative from the end; IndexError outside. */
export function sequenceIndex(index: Value, length: number, what: string): number {
	if (typeof index !== 'bigint' && typeof index !== 'boolean') {
		throw new PythonError(
			'TypeError',
			`indices must be integers or slices, not ${typeName(index)}`
		);
	}
	const at = Number(index) < 0 ? Number(index) + length : Number(index);
	if (at < 0 || at >= length) throw new PythonError('IndexError', `${what} out of range`);
	return at;
}

export function sliced(
	object: Value,
	items: readonly Value[],
	{ lower, upper, step }: PySlice
): Value {
	const stride = step === null ? 1 : Number(step);
	if (stride === 0) throw new PythonError('ValueError', 'slice step cannot be zero');
	const { length } = items;
	const [low, high] = stride > 0 ? [0, length] : [-1, length - 1];
	const clip = (value: Value, fallback: number) => {
		if (value === null) return fallback;
		const at = Number(value) < 0 ? Number(value) + length : Number(value);
		return Math.min(Math.max(at, low), high);
	};
	const [from, to] = [clip(lower, stride > 0 ? low : high), clip(upper, stride > 0 ? high : low)];
	const picked: Value[] = [];
	for (let i = from; stride > 0 ? i < to : i > to; i += stride) picked.push(items[i]);
	if (typeof object === 'string') return picked.join('');
	return object instanceof PyTuple ? new PyTuple(picked, object.isSize) : new PyList(picked);
}
