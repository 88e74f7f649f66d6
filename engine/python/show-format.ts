/** Values in a format: f-strings with a specification, and `template % values`. */
import type { Span } from '../graph.ts';
import { sizeOf } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { formatSpec } from './format.ts';
import { formatPercent, type PercentValue } from './percent.ts';
import type { Line } from './records.ts';
import type { Runtime } from './runtime.ts';
import { shown } from './show.ts';
import { callMethod, specialMethod } from './special.ts';
import { itemOf } from './torch/items.ts';
import { typeName } from './type-names.ts';
import { Deferred, DeferredText, PyTuple, type Evaluation, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

/** What is shown later, once its number is there, fails where it was asked for. */
function placed(at: Span | undefined, show: () => string): () => string {
	return () => {
		try {
			return show();
		} catch (error) {
			if (error instanceof PythonError) error.at ??= at;
			throw error;
		}
	};
}

/** `format(value, spec)`; a tensor without dimensions formats as its number, as in PyTorch. */
export function* formatted(rt: Runtime, value: Value, spec: string): Evaluation<Line> {
	if (value instanceof PyTensor && value.shape.length === 0) {
		return yield* formatted(rt, itemOf(rt, value), spec);
	}
	if (specialMethod(value, '__format__')) {
		return yield* shown(rt, yield* callMethod(rt, value, '__format__', [spec]));
	}
	if (spec === '') return yield* shown(rt, value);
	if (value instanceof Deferred) {
		const { node, convert } = value;
		const show = () => formatSpec(convert(rt.host(node.id)) as number, spec);
		return { ids: [node.id], show: placed(rt.at, show) };
	}
	if (value instanceof DeferredText) {
		return { ids: value.ids, show: placed(rt.at, () => formatSpec(value.show(), spec)) };
	}
	if (value === null || typeof value === 'object') {
		const name = typeName(value);
		throw new PythonError(
			'TypeError',
			`unsupported format string passed to ${name}.__format__`,
			rt.at,
			name === 'Tensor' ? 'only a tensor of one number takes a format: use .item()' : undefined
		);
	}
	const text = formatSpec(value, spec);
	return { ids: [], show: () => text };
}

/** `template % value`, the items of a tuple one by one. */
export function* percentText(rt: Runtime, template: string, value: Value): Evaluation<Line> {
	const items = value instanceof PyTuple ? value.items : [value];
	const texts: { str: Line; repr: Line; number: Deferred | null }[] = [];
	for (const item of items) {
		const number = item instanceof PyTensor && sizeOf(item.shape) === 1 ? itemOf(rt, item) : null;
		texts.push({ str: yield* shown(rt, item), repr: yield* shown(rt, item, true), number });
	}
	const plain = (item: Value, i: number): PercentValue => {
		if (item instanceof Deferred) return plain(item.convert(rt.host(item.node.id)), i);
		if (item instanceof DeferredText) return item.show();
		if (item !== null && typeof item !== 'object') return item;
		const { str, repr, number } = texts[i];
		const value = number?.convert(rt.host(number.node.id));
		return {
			typeName: typeName(item),
			str: str.show(),
			repr: repr.show(),
			number: typeof value === 'boolean' ? BigInt(value) : (value as bigint | number | undefined)
		};
	};
	return {
		ids: texts.flatMap(({ str }) => str.ids),
		show: placed(rt.at, () => formatPercent(template, items.map(plain)))
	};
}
