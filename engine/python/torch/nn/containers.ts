/** nn.Sequential, nn.ModuleList, nn.ModuleDict and nn.ParameterList. */
import { PythonError } from '../../errors.ts';
import { iteratorOf, listOfItems, over } from '../../iterators.ts';
import { PyClass, type PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { sequenceIndex, slicePositions } from '../../sequence.ts';
import { typeName } from '../../type-names.ts';
import { PyDict, PyList, PySlice, PyTuple, type Evaluation, type Value } from '../../values.ts';
import { moduleClass } from './module.ts';
import { method } from './native.ts';
import { isModule, keep, keptBy, prepare, type Kept } from './state.ts';

const container = (name: string) =>
	new PyClass(name, [moduleClass], 'torch.nn.modules.container', true);

const itemsOf = (self: PyInstance, kind: Kept = '_modules'): Value[] =>
	[...(keptBy(self, kind)?.entries.values() ?? [])].map(([, value]) => value);

function add(rt: Runtime, self: PyInstance, value: Value, kind: Kept = '_modules'): void {
	if (kind === '_modules' && !isModule(value)) {
		throw new PythonError('TypeError', `${fullType(value)} is not a Module subclass`, rt.at);
	}
	keep(rt, self, kind, String(keptBy(self, kind)?.entries.size ?? 0), value);
}

function fullType(value: Value): string {
	return typeof value === 'object' && value?.kind === 'class' ? `torch.nn.Module` : typeName(value);
}

/** What a numbered container does as a sequence. */
function numbered(cls: PyClass, kind: Kept = '_modules'): void {
	method(cls, '__len__', [], (_, self) => BigInt(itemsOf(self, kind).length));
	method(cls, '__iter__', [], (rt, self) =>
		iteratorOf(rt, over('list_iterator', itemsOf(self, kind)))
	);
	method(cls, '__getitem__', ['idx'], (rt, self, { idx }) => {
		const items = itemsOf(self, kind);
		if (!(idx instanceof PySlice))
			return items[sequenceIndex(new PyList([]), idx, items.length, 'index')];
		const { from, to, stride } = slicePositions(idx, items.length);
		const part: Value[] = [];
		for (let i = from; stride > 0 ? i < to : i > to; i += stride) part.push(items[i]);
		return rt.language.call(rt, self.cls, {
			positional: cls === sequential ? part : [new PyList(part)],
			keywords: new Map()
		});
	});
	method(cls, '__setitem__', ['idx', 'module'], (rt, self, { idx, module }) => {
		const at = sequenceIndex(new PyList([]), idx, itemsOf(self, kind).length, 'index');
		const names = [...(keptBy(self, kind)?.entries.values() ?? [])].map(([name]) => String(name));
		keep(rt, self, kind, names[at], module);
	});
	method(cls, 'append', ['module'], (rt, self, { module }) => {
		add(rt, self, module, kind);
		return self;
	});
	method(cls, 'extend', ['modules'], function* (rt, self, { modules }) {
		for (const each of yield* listOfItems(rt, modules)) add(rt, self, each, kind);
		return self;
	});
}

const sequential = container('Sequential');
method(sequential, '__init__', ['*args'], (rt, self, { args }) => {
	prepare(self);
	const given = args instanceof PyTuple ? args.items : [];
	const [only] = given;
	if (given.length === 1 && only instanceof PyDict) {
		for (const [name, each] of only.entries.values())
			keep(rt, self, '_modules', String(name), each);
	} else for (const each of given) add(rt, self, each);
});
method(sequential, 'forward', ['input'], function* (rt, self, { input }) {
	let value = input;
	for (const each of itemsOf(self)) {
		value = yield* rt.language.call(rt, each, { positional: [value], keywords: new Map() });
	}
	return value;
});
numbered(sequential);

/** `__init__` of a list: what it is given goes in, in order. */
function* fill(rt: Runtime, self: PyInstance, given: Value, kind: Kept): Evaluation<Value> {
	prepare(self);
	if (given === null) return null;
	for (const each of yield* listOfItems(rt, given)) add(rt, self, each, kind);
	return null;
}

const moduleList = container('ModuleList');
method(moduleList, '__init__', [['modules', null]], (rt, self, { modules }) =>
	fill(rt, self, modules, '_modules')
);
numbered(moduleList);

const parameterList = container('ParameterList');
method(parameterList, '__init__', [['values', null]], (rt, self, { values }) =>
	fill(rt, self, values, '_parameters')
);
numbered(parameterList, '_parameters');

const moduleDict = container('ModuleDict');
const entries = (self: PyInstance) => [...(keptBy(self, '_modules')?.entries.values() ?? [])];
method(moduleDict, '__init__', [['modules', null]], (rt, self, { modules }) => {
	prepare(self);
	if (!(modules instanceof PyDict)) return;
	for (const [name, each] of modules.entries.values())
		keep(rt, self, '_modules', String(name), each);
});
method(moduleDict, '__len__', [], (_, self) => BigInt(entries(self).length));
method(moduleDict, '__iter__', [], (_, self) =>
	over(
		'dict_keyiterator',
		entries(self).map(([name]) => name)
	)
);
method(moduleDict, '__contains__', ['key'], (_, self, { key }) =>
	entries(self).some(([name]) => name === key)
);
method(moduleDict, '__getitem__', ['key'], (rt, self, { key }) => {
	const found = entries(self).find(([name]) => name === key);
	if (found) return found[1];
	throw new PythonError('KeyError', `'${String(key)}'`, rt.at);
});
method(moduleDict, '__setitem__', ['key', 'module'], (rt, self, { key, module }) =>
	keep(rt, self, '_modules', String(key), module)
);
method(
	moduleDict,
	'keys',
	[],
	(_, self) =>
		new PyList(
			entries(self).map(([name]) => name),
			'dict_keys'
		)
);
method(
	moduleDict,
	'values',
	[],
	(_, self) =>
		new PyList(
			entries(self).map(([, each]) => each),
			'dict_values'
		)
);
method(
	moduleDict,
	'items',
	[],
	(_, self) =>
		new PyList(
			entries(self).map((entry) => new PyTuple(entry)),
			'dict_items'
		)
);

export const containers: readonly PyClass[] = [sequential, moduleList, moduleDict, parameterList];
