/** nn.Module: what PyTorch's modules can do, on objects of the lesson's classes and of ours. */
import { PythonError } from '../../errors.ts';
import { during } from '../../marks.ts';
import { memberNames } from '../../member-names.ts';
import { didYouMean } from '../../nearest.ts';
import { objectClass } from '../../object-class.ts';
import type { PyInstance } from '../../objects.ts';
import { PyClass, PyIterator } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { callMethod } from '../../special.ts';
import { typeName } from '../../type-names.ts';
import { PyBuiltin, PyDict, PyTuple, type Evaluation, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';
import { asFlag, sequenceOf } from '../arguments.ts';
import { pathOf } from './names.ts';
import { method } from './native.ts';
import { convertModule, dtypeAmong } from './precision.ts';
import { shownModule } from './show.ts';
import { entriesOf, isModule, keep, KEPT, keptBy, modulesOf, prepare, tensorsOf } from './state.ts';

export const moduleClass = new PyClass('Module', [objectClass], 'torch.nn.modules.module', true);

method(moduleClass, '__init__', [], (_, self) => prepare(self));

moduleClass.members.set(
	'__call__',
	new PyBuiltin('__call__', function* (rt, { positional: [self, ...rest], keywords }) {
		const module = self as PyInstance;
		const mark = { kind: 'module', name: pathOf(rt, module), type: module.cls.name } as const;
		return yield* during(rt, mark, function* () {
			const forward = yield* rt.language.attribute(rt, module, 'forward');
			return yield* rt.language.call(rt, forward, { positional: rest, keywords });
		});
	})
);

method(moduleClass, 'forward', ['*input'], (rt, self) => {
	const message = `Module [${self.cls.name}] is missing the required "forward" function`;
	throw new PythonError(
		'NotImplementedError',
		message,
		rt.at,
		'define `def forward(self, x):` in the class'
	);
});

method(moduleClass, '__setattr__', ['name', 'value'], (rt, self, { name, value }) => {
	assign(rt, self, String(name), value);
});

/** Parameters and modules go where they are kept; what was kept under the name before is gone. */
function assign(rt: Runtime, self: PyInstance, name: string, value: Value): void {
	const forget = () => {
		self.fields.delete(name);
		for (const kind of KEPT) keptBy(self, kind)?.entries.delete(`s${name}`);
	};
	const held = KEPT.find((kind) => keptBy(self, kind)?.entries.has(`s${name}`));
	if (value instanceof PyTensor && value.isParameter) {
		if (held !== '_parameters') forget();
		keep(rt, self, '_parameters', name, value);
	} else if (held === '_parameters' && value !== null) {
		throw new PythonError(
			'TypeError',
			`cannot assign '${fullName(value)}' as parameter '${name}' (torch.nn.Parameter or None expected)`,
			rt.at,
			`write self.${name} = nn.Parameter(…), or change its numbers in place`
		);
	} else if (isModule(value)) {
		if (held !== '_modules') forget();
		keep(rt, self, '_modules', name, value);
	} else if (held) keep(rt, self, held, name, value);
	else self.fields.set(name, value);
}

function fullName(value: Value): string {
	return value instanceof PyTensor ? 'torch.FloatTensor' : typeName(value);
}

method(moduleClass, '__getattr__', ['name'], (rt, self, { name }) => {
	for (const kind of KEPT) {
		const entry = keptBy(self, kind)?.entries.get(`s${String(name)}`);
		if (entry) return entry[1];
	}
	const message = `'${self.cls.name}' object has no attribute '${String(name)}'`;
	const hint = didYouMean(String(name), memberNames(self));
	throw new PythonError('AttributeError', message, rt.at, hint);
});

method(moduleClass, '__delattr__', ['name'], (rt, self, { name }) => {
	const removed = KEPT.some((kind) => keptBy(self, kind)?.entries.delete(`s${String(name)}`));
	if (removed || self.fields.delete(String(name))) return;
	throw new PythonError('AttributeError', String(name), rt.at);
});

method(moduleClass, 'extra_repr', [], () => '');
method(moduleClass, '__repr__', [], (rt, self) => shownModule(rt, self));

/** An iterator over what there is now. */
function over(values: Iterable<Value>): PyIterator {
	const left = [...values].reverse();
	return new PyIterator('generator', () => left.pop(), true);
}

const pairs = (entries: Iterable<[string, Value]>) =>
	over([...entries].map((entry) => new PyTuple(entry)));
const values = (entries: Iterable<[string, Value]>) => over([...entries].map(([, value]) => value));

/** Entries of this module alone, or with those of the modules inside. */
const deep = (self: PyInstance, kind: '_parameters' | '_buffers', recurse: Value) =>
	asFlag(recurse) ? tensorsOf(self, kind) : entriesOf(self, kind);

const recurse = ['recurse', true] as const;
method(moduleClass, 'parameters', [recurse], (_, self, given) =>
	values(deep(self, '_parameters', given.recurse))
);
method(moduleClass, 'buffers', [recurse], (_, self, given) =>
	values(deep(self, '_buffers', given.recurse))
);
method(moduleClass, 'named_buffers', [['prefix', ''], recurse], (_, self, given) =>
	pairs(deep(self, '_buffers', given.recurse))
);
method(
	moduleClass,
	'named_parameters',
	[['prefix', ''], recurse],
	(_, self, { prefix, recurse: all }) => {
		const before = prefix === '' ? '' : `${String(prefix)}.`;
		const entries = [...deep(self, '_parameters', all)];
		return pairs(entries.map(([name, value]) => [before + name, value]));
	}
);
method(moduleClass, 'children', [], (_, self) => values(entriesOf(self, '_modules')));
method(moduleClass, 'named_children', [], (_, self) => pairs(entriesOf(self, '_modules')));
method(moduleClass, 'modules', [], (_, self) => values(modulesOf(self)));
method(moduleClass, 'named_modules', [], (_, self) => pairs(modulesOf(self)));

method(moduleClass, 'register_parameter', ['name', 'param'], (rt, self, { name, param }) => {
	keep(rt, self, '_parameters', String(name), param);
});
method(
	moduleClass,
	'register_buffer',
	['name', 'tensor', ['persistent', true]],
	(rt, self, given) => {
		keep(rt, self, '_buffers', String(given.name), given.tensor);
	}
);
method(moduleClass, 'add_module', ['name', 'module'], (rt, self, { name, module }) => {
	keep(rt, self, '_modules', String(name), module);
});

function* setTraining(rt: Runtime, self: PyInstance, mode: Value): Evaluation<Value> {
	self.fields.set('training', asFlag(mode));
	for (const [, child] of entriesOf(self, '_modules'))
		yield* callMethod(rt, child, 'train', [mode]);
	return self;
}

method(moduleClass, 'train', [['mode', true]], (rt, self, { mode }) => setTraining(rt, self, mode));
method(moduleClass, 'eval', [], (rt, self) => callMethod(rt, self, 'train', [false]));

method(moduleClass, 'apply', ['fn'], function* (rt, self, { fn }) {
	for (const [, child] of entriesOf(self, '_modules')) yield* callMethod(rt, child, 'apply', [fn]);
	yield* rt.language.call(rt, fn, { positional: [self], keywords: new Map() });
	return self;
});

method(moduleClass, 'requires_grad_', [['requires_grad', true]], (_, self, given) => {
	for (const [, tensor] of tensorsOf(self, '_parameters')) {
		tensor.requiresGrad = asFlag(given.requires_grad);
	}
	return self;
});

method(moduleClass, 'float', [], (rt, self) => convertModule(rt, self, rt.options.dtype));
method(moduleClass, 'double', [], (rt, self) => convertModule(rt, self, 'float64'));
method(moduleClass, 'to', ['*args', '**kwargs'], (rt, self, { args, kwargs }) => {
	const named = kwargs instanceof PyDict ? [...kwargs.entries.values()].map(([, v]) => v) : [];
	const dtype = dtypeAmong([...(sequenceOf(args) ?? []), ...named]);
	return dtype === null ? self : convertModule(rt, self, dtype);
});
// there is one device
for (const name of ['cpu', 'cuda']) {
	method(moduleClass, name, ['*args', '**kwargs'], (_, self) => self);
}
