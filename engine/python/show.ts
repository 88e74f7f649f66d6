/**
 * `str` and `repr` of Python values. A value may not be computed yet, so showing is a promise:
 * which nodes it needs, and the text once they are known. A tensor is captured as it is now.
 */
import { sizeOf } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { formatFloat, formatString } from './format.ts';
import { gradFnName } from './grad-fn.ts';
import type { PyInstance, PySet } from './objects.ts';
import { showSize, showTensor } from './print.ts';
import type { Line } from './records.ts';
import type { Runtime } from './runtime.ts';
import { inOrder } from './set-order.ts';
import { callMethod, specialMethod } from './special.ts';
import { typeName } from './type-names.ts';
import {
	DeferredText,
	type Evaluation,
	type NamedItems,
	type PyDict,
	type PyList,
	PyTuple,
	type Value
} from './values.ts';
import type { PyTensor } from './variable.ts';

/** Entries of a tensor that are written out, at most. */
const MOST_SHOWN = 1000;

const ready = (text: string): Line => ({ ids: [], show: () => text });

/** A text that is there at once, or waits for its numbers. */
export function textOf({ ids, show }: Line): Value {
	return ids.length === 0 ? show() : new DeferredText(ids, show);
}

/** Python's str(value), or repr(value) where strings keep their quotes. */
export function* shown(
	rt: Runtime,
	value: Value,
	repr = false,
	around: readonly Value[] = []
): Evaluation<Line> {
	rt.spend('element');
	if (typeof value === 'string') rt.spend('shown', value.length);
	if (typeof value !== 'object' || value === null) return ready(plainText(value, repr));
	switch (value.kind) {
		case 'tensor':
			rt.spend('element', Math.min(sizeOf(value.shape), MOST_SHOWN));
			return shownTensor(rt, value);
		case 'deferred': {
			const { node, convert } = value;
			return { ids: [node.id], show: () => plainText(convert(rt.host(node.id)), repr) };
		}
		case 'text':
			return { ids: value.ids, show: () => (repr ? formatString(value.show()) : value.show()) };
		case 'list':
		case 'tuple':
		case 'dict':
		case 'set':
			return yield* shownContainer(rt, value, around);
		case 'range': {
			const step = value.step === 1n ? '' : `, ${value.step}`;
			return ready(`range(${value.start}, ${value.stop}${step})`);
		}
		case 'slice': {
			const { lower, upper, step } = value;
			return yield* joined(rt, [lower, upper, step], 'slice(', ')', around);
		}
		case 'instance':
			return yield* shownInstance(rt, value, repr);
		default:
			return ready(nameOf(value));
	}
}

/** Numbers, texts, None: what needs neither the graph nor the lesson. */
function plainText(value: Value, repr: boolean): string {
	if (value === null) return 'None';
	switch (typeof value) {
		case 'boolean':
			return value ? 'True' : 'False';
		case 'number':
			return formatFloat(value);
		case 'string':
			return repr ? formatString(value) : value;
		default:
			return String(value);
	}
}

/** Python tells such values by name and address; there are no addresses here. */
function nameOf(value: Exclude<Value, null | boolean | bigint | number | string>): string {
	switch (value.kind) {
		case 'type':
			return value.of === 'dtype' ? value.name : `<class '${value.name}'>`;
		case 'class':
			return `<class '${value.module === 'builtins' ? '' : `${value.module}.`}${value.name}'>`;
		case 'module':
			return /Backward/.test(value.name) ? `<${value.name} object>` : `<module '${value.name}'>`;
		case 'function':
			return `<function ${value.definition.qualifiedName}>`;
		case 'builtin':
			return `<built-in function ${value.name}>`;
		case 'method':
			return `<bound method ${value.func.name} of ${typeName(value.self)} object>`;
		case 'singleton':
			return value.name;
		default:
			return `<${typeName(value)} object>`;
	}
}

function* shownContainer(
	rt: Runtime,
	value: PyList | PyTuple | PyDict | PySet,
	around: readonly Value[]
): Evaluation<Line> {
	const inside = [...around, value];
	const again = around.includes(value);
	switch (value.kind) {
		case 'list':
			if (again) return ready('[...]');
			return yield* joined(
				rt,
				value.items,
				value.view ? `${value.view}([` : '[',
				value.view ? '])' : ']',
				inside
			);
		case 'tuple':
			if (value.isSize) return ready(showSize(value.items.map(Number)));
			if (again) return ready('(...)');
			if (value.named) return yield* shownNamed(rt, value.named, value.items, inside);
			return yield* joined(rt, value.items, '(', value.items.length === 1 ? ',)' : ')', inside);
		case 'dict':
			if (again) return ready('{...}');
			if (value.ordered) return yield* shownOrdered(rt, value, inside);
			return yield* shownDict(rt, [...value.entries.values()], inside);
		case 'set': {
			const [open, close] = value.frozen ? ['frozenset({', '})'] : ['{', '}'];
			if (value.entries.size === 0) return ready(value.frozen ? 'frozenset()' : 'set()');
			return yield* joined(rt, inOrder(value), open, close, inside);
		}
	}
}

/** As torch prints its return types: one item a line, by name. */
function* shownNamed(
	rt: Runtime,
	{ type, fields }: NamedItems,
	items: readonly Value[],
	around: readonly Value[]
): Evaluation<Line> {
	const lines: Line[] = [];
	for (const item of items) lines.push(yield* shown(rt, item, true, around));
	return {
		ids: lines.flatMap(({ ids }) => ids),
		show: () => `${type}(\n${lines.map((line, i) => `${fields[i]}=${line.show()}`).join(',\n')})`
	};
}

/** Through `__str__` and `__repr__`. */
function* shownInstance(rt: Runtime, value: PyInstance, repr: boolean): Evaluation<Line> {
	for (const name of repr ? ['__repr__'] : ['__str__', '__repr__']) {
		if (!specialMethod(value, name)) continue;
		const text = yield* callMethod(rt, value, name, []);
		if (typeof text === 'string') return ready(text);
		if (text instanceof DeferredText) return { ids: text.ids, show: text.show };
		const message = `${name} returned non-string (type ${typeName(text)})`;
		throw new PythonError('TypeError', message, rt.at);
	}
	return ready(`<${value.cls.module}.${value.cls.name} object>`);
}

function shownTensor(rt: Runtime, tensor: PyTensor): Line {
	const node = rt.present(tensor);
	const { requiresGrad, isLeaf, isParameter } = tensor;
	const gradFn = requiresGrad && !isLeaf ? gradFnName(rt, tensor.origin) : undefined;
	const before = isParameter ? 'Parameter containing:\n' : '';
	const notes = { gradFn, requiresGrad, defaultDtype: rt.dtype };
	return { ids: [node.id], show: () => before + showTensor(rt.host(node.id), notes) };
}

function* joined(
	rt: Runtime,
	items: readonly Value[],
	open: string,
	close: string,
	around: readonly Value[]
): Evaluation<Line> {
	const parts: Line[] = [];
	for (const item of items) parts.push(yield* shown(rt, item, true, around));
	return {
		ids: parts.flatMap((part) => part.ids),
		show: () => open + parts.map((part) => part.show()).join(', ') + close
	};
}

function* shownOrdered(
	rt: Runtime,
	{ entries }: PyDict,
	around: readonly Value[]
): Evaluation<Line> {
	const pairs = [...entries.values()].map((entry) => new PyTuple(entry));
	const close = pairs.length > 0 ? '])' : ')';
	return yield* joined(rt, pairs, `OrderedDict(${pairs.length > 0 ? '[' : ''}`, close, around);
}

function* shownDict(
	rt: Runtime,
	entries: readonly (readonly [Value, Value])[],
	around: readonly Value[]
): Evaluation<Line> {
	const parts: [Line, Line][] = [];
	for (const [key, value] of entries) {
		parts.push([yield* shown(rt, key, true, around), yield* shown(rt, value, true, around)]);
	}
	return {
		ids: parts.flat().flatMap((part) => part.ids),
		show: () => `{${parts.map(([key, value]) => `${key.show()}: ${value.show()}`).join(', ')}}`
	};
}
