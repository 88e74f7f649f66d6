/** torch.no_grad() and its kin: for `with`, and as decorators of functions. */
import { PythonError } from '../errors.ts';
import { objectClass } from '../object-class.ts';
import { PyClass, PyInstance } from '../objects.ts';
import type { Runtime } from '../runtime.ts';
import { builtin } from '../signature.ts';
import { typeName } from '../type-names.ts';
import { PyBuiltin, PyFunction, PyList, type Value } from '../values.ts';
import { asFlag } from './arguments.ts';

/** An object per mode; `before` remembers what it found, one entry for each time it was entered. */
const gradMode = new PyClass('no_grad', [objectClass], 'torch.autograd.grad_mode', true);

function createMode(mode: boolean): PyInstance {
	const instance = new PyInstance(gradMode);
	instance.fields.set('mode', mode);
	instance.fields.set('before', new PyList([]));
	return instance;
}

function partsOf(self: Value): { mode: boolean; before: Value[] } {
	const { fields } = self as PyInstance;
	return { mode: fields.get('mode') === true, before: (fields.get('before') as PyList).items };
}

/** set_grad_enabled() has remembered what was before when it was called. */
function entered(self: Value): boolean {
	const { fields } = self as PyInstance;
	const early = fields.get('early') === true;
	fields.set('early', false);
	return early;
}

const method = (name: string, run: (rt: Runtime, self: Value, args: readonly Value[]) => Value) =>
	gradMode.members.set(
		name,
		new PyBuiltin(name, (rt, { positional: [self, ...args] }) => run(rt, self, args))
	);

method('__enter__', (rt, self) => {
	const { mode, before } = partsOf(self);
	if (!entered(self)) before.push(rt.gradEnabled);
	rt.gradEnabled = mode;
	return null;
});
method('__exit__', (rt, self) => {
	rt.gradEnabled = partsOf(self).before.pop() === true;
	return null;
});
method('__call__', (rt, self, [f]) => decorated(rt, f, partsOf(self).mode));

/** The same function, run in this mode. */
function decorated(rt: Runtime, f: Value, mode: boolean): PyFunction {
	if (!(f instanceof PyFunction)) {
		const message = `a grad mode decorates a function, not a ${typeName(f)}`;
		throw new PythonError('TypeError', message, rt.at);
	}
	const copy = new PyFunction(f.definition, f.defaults, f.scope);
	copy.owner = f.owner;
	copy.gradMode = mode;
	return copy;
}

/** `torch.no_grad()`, and `@torch.no_grad` without the parentheses. */
const modeNamed = (name: string, mode: boolean) =>
	builtin(name, [['function', null]], (rt, bound) =>
		bound.function instanceof PyFunction ? decorated(rt, bound.function, mode) : createMode(mode)
	);

export const gradModes: readonly PyBuiltin[] = [
	modeNamed('no_grad', false),
	modeNamed('enable_grad', true),
	modeNamed('inference_mode', false),
	builtin('set_grad_enabled', ['mode'], (rt, { mode }) => {
		const instance = createMode(asFlag(mode));
		// it acts at once; as the head of a `with` it puts back what was before
		const { before } = partsOf(instance);
		before.push(rt.gradEnabled);
		rt.gradEnabled = asFlag(mode);
		instance.fields.set('early', true);
		return instance;
	}),
	builtin('is_grad_enabled', [], (rt) => rt.gradEnabled)
];
