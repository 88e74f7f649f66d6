/**
 * `str` and `repr` of Python values. A value may not be computed yet, so showing is a promise:
 * which nodes it needs, and the text once they are known. A tensor is captured as it is now.
 */
import { sizeOf } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { gradFnName } from './grad-fn.ts';
import { formatFloat, formatString, formatSpec } from './format.ts';
import { formatPercent, type PercentValue } from './percent.ts';
import { showSize, showTensor } from './print.ts';
import type { Line, Runtime } from './runtime.ts';
import { itemOf } from './torch/items.ts';
import { Deferred, DeferredText, PyTuple, typeName, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

const ready = (text: string): Line => ({ ids: [], show: () => text });

/** Python's str(value), or repr(value) where strings keep their quotes. */
export function shown(rt: Runtime, value: Value, repr = false): Line {
	if (value === null) return ready('None');
	switch (typeof value) {
		case 'boolean':
			return ready(value ? 'True' : 'False');
		case 'bigint':
			return ready(String(value));
		case 'number':
			return ready(formatFloat(value));
		case 'string':
			return ready(repr ? formatString(value) : value);
	}
	switch (value.kind) {
		case 'tensor':
			return shownTensor(rt, value);
		case 'deferred': {
			const { node, convert } = value;
			return { ids: [node.id], show: () => shown(rt, convert(rt.host(node.id)), repr).show() };
		}
		case 'text':
			return { ids: value.ids, show: () => (repr ? formatString(value.show()) : value.show()) };
		case 'tuple':
			if (value.isSize) return ready(showSize(value.items.map(Number)));
			return joined(rt, value.items, '(', value.items.length === 1 ? ',)' : ')');
		case 'list':
			return joined(rt, value.items, '[', ']');
		case 'dict':
			return shownDict(rt, [...value.entries.values()]);
		case 'range': {
			const step = value.step === 1n ? '' : `, ${value.step}`;
			return ready(`range(${value.start}, ${value.stop}${step})`);
		}
		case 'type':
			return ready(value.of === 'dtype' ? value.name : `<class '${value.name}'>`);
		case 'module':
			return ready(
				/Backward/.test(value.name) ? `<${value.name} object>` : `<module '${value.name}'>`
			);
		case 'function':
		case 'builtin':
			return ready(`<function ${value.name}>`);
		default:
			return ready(`<${typeName(value)}>`);
	}
}

function shownTensor(rt: Runtime, tensor: PyTensor): Line {
	const node = rt.present(tensor);
	const { requiresGrad, isLeaf } = tensor;
	const gradFn = requiresGrad && !isLeaf ? gradFnName(rt, tensor.origin) : undefined;
	return {
		ids: [node.id],
		show: () => showTensor(rt.host(node.id), { gradFn, requiresGrad, defaultDtype: rt.dtype })
	};
}

function joined(rt: Runtime, items: readonly Value[], open: string, close: string): Line {
	const parts = items.map((item) => shown(rt, item, true));
	return {
		ids: parts.flatMap((part) => part.ids),
		show: () => open + parts.map((part) => part.show()).join(', ') + close
	};
}

function shownDict(rt: Runtime, entries: readonly (readonly [Value, Value])[]): Line {
	const parts = entries.map(([key, value]) => [shown(rt, key, true), shown(rt, value, true)]);
	return {
		ids: parts.flat().flatMap((part) => part.ids),
		show: () => `{${parts.map(([key, value]) => `${key.show()}: ${value.show()}`).join(', ')}}`
	};
}

/** `format(value, spec)`; a tensor without dimensions formats as its number, as in PyTorch. */
export function formatted(rt: Runtime, value: Value, spec: string): Line {
	if (value instanceof PyTensor && value.shape.length === 0) {
		return formatted(rt, itemOf(rt, value), spec);
	}
	if (spec === '') return shown(rt, value);
	if (value instanceof Deferred) {
		const { node, convert } = value;
		const show = () => formatted(rt, convert(rt.host(node.id)), spec).show();
		return { ids: [node.id], show };
	}
	if (value instanceof DeferredText) {
		return { ids: value.ids, show: () => formatSpec(value.show(), spec) };
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
	return ready(formatSpec(value, spec));
}

/** `template % value`, the items of a tuple one by one. */
export function percentText(rt: Runtime, template: string, value: Value): Line {
	const items = value instanceof PyTuple ? value.items : [value];
	const texts = items.map((item) => ({
		str: shown(rt, item),
		repr: shown(rt, item, true),
		number: item instanceof PyTensor && sizeOf(item.shape) === 1 ? itemOf(rt, item) : null
	}));
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
		show: () => formatPercent(template, items.map(plain))
	};
}
