/**
 * torch.optim.Optimizer: parameter groups, zero_grad() and step(). An update is arithmetic on
 * tensors like one written by hand, so that the picture shows it and its numbers are PyTorch's.
 */
import { PythonError } from '../../errors.ts';
import { listOfItems } from '../../iterators.ts';
import { during } from '../../marks.ts';
import { objectClass } from '../../object-class.ts';
import { PyClass, type PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { typeName } from '../../type-names.ts';
import { PyDict, PyList, toNumber, type Evaluation, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';
import { asFlag } from '../arguments.ts';
import { clearGradient } from '../nn/gradients.ts';
import { method, type Given, type Parameters } from '../nn/native.ts';
import { nameInSight } from '../nn/names.ts';
import { Group } from './group.ts';

export const optimizerClass = new PyClass(
	'Optimizer',
	[objectClass],
	'torch.optim.optimizer',
	true
);

export interface Rule {
	readonly module: string;
	/** Settings with their defaults; `lr` alone may have none. */
	readonly settings: Parameters;
	/** Throws for settings that make no sense. */
	readonly check: (rt: Runtime, given: Given) => void;
	/** Changes one parameter, in place. Grad mode is off. */
	readonly update: (rt: Runtime, parameter: PyTensor, gradient: PyTensor, group: Group) => void;
}

export function createOptimizer(name: string, rule: Rule): PyClass {
	const { settings } = rule;
	const cls = new PyClass(name, [optimizerClass], `torch.optim.${rule.module}`, true);
	const names = settings.map((each) => (typeof each === 'string' ? each : each[0]));
	const parameters = settings.map((each) =>
		typeof each === 'string' ? ([each, null] as const) : each
	);
	method(cls, '__init__', ['params', ...parameters], function* (rt, self, given) {
		const defaults = new PyDict();
		for (const each of names) defaults.entries.set(`s${each}`, [each, given[each]]);
		self.fields.set('defaults', defaults);
		self.fields.set('state', new PyDict());
		self.fields.set('param_groups', new PyList(yield* groupsOf(rt, given.params, defaults)));
		for (const group of groups(self)) rule.check(rt, group.settings());
		return null;
	});
	method(cls, 'step', [['closure', null]], function* (rt, self, { closure }) {
		const none = { positional: [], keywords: new Map() };
		const loss = closure === null ? null : yield* rt.language.call(rt, closure, none);
		const mark = {
			kind: 'step',
			name: `${nameInSight(rt, self) ?? name}.step`,
			type: name
		} as const;
		yield* during(rt, mark, () => steps(rt, self, rule));
		return loss;
	});
	return cls;
}

function* steps(rt: Runtime, self: PyInstance, rule: Rule): Evaluation<void> {
	const before = rt.gradEnabled;
	rt.gradEnabled = false;
	try {
		for (const group of groups(self)) {
			for (const parameter of group.parameters) {
				if (parameter.grad) rule.update(rt, parameter, parameter.grad, group);
			}
		}
		yield { ids: [] };
	} finally {
		rt.gradEnabled = before;
	}
}

export function groups(self: PyInstance): Group[] {
	const list = self.fields.get('param_groups') as PyList;
	const state = self.fields.get('state') as PyDict;
	return list.items.map((each) => new Group(each as PyDict, state));
}

/** `params`: an iterable of tensors, or of dicts with settings of their own. */
function* groupsOf(rt: Runtime, params: Value, defaults: PyDict): Evaluation<PyDict[]> {
	if (params instanceof PyTensor) {
		const message =
			'params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor';
		throw new PythonError('TypeError', message, rt.at, 'put it in a list: [w]');
	}
	const items = yield* listOfItems(rt, params);
	if (items.length === 0) {
		throw new PythonError('ValueError', 'optimizer got an empty parameter list', rt.at);
	}
	const given =
		items[0] instanceof PyDict ? items : [new PyDict().with('params', new PyList(items))];
	const made: PyDict[] = [];
	for (const each of given) made.push(yield* groupFrom(rt, each, defaults));
	refuseShared(rt, made);
	return made;
}

function* groupFrom(rt: Runtime, given: Value, defaults: PyDict): Evaluation<PyDict> {
	if (!(given instanceof PyDict)) {
		throw new PythonError('TypeError', `param group must be a dict`, rt.at);
	}
	const own = given.entries.get('sparams')?.[1] ?? null;
	const tensors = own instanceof PyTensor ? [own] : yield* listOfItems(rt, own);
	tensors.forEach((each) => refuseParameter(rt, each));
	const group = new PyDict().with('params', new PyList(tensors));
	for (const [name, value] of [...defaults.entries.values(), ...given.entries.values()]) {
		if (name !== 'params') group.with(String(name), value);
	}
	if (group.entries.get('slr')?.[1] === null) {
		const message = "parameter group didn't specify a value of required optimization parameter lr";
		throw new PythonError('ValueError', message, rt.at, 'give the learning rate: lr=0.01');
	}
	return group;
}

function refuseParameter(rt: Runtime, value: Value): void {
	if (!(value instanceof PyTensor)) {
		const message = `optimizer can only optimize Tensors, but one of the params is ${typeName(value)}`;
		throw new PythonError('TypeError', message, rt.at);
	}
	if (value.isLeaf) return;
	throw new PythonError('ValueError', "can't optimize a non-leaf Tensor", rt.at);
}

function refuseShared(rt: Runtime, made: readonly PyDict[]): void {
	const all = made.flatMap((group) => (group.entries.get('sparams')![1] as PyList).items);
	if (new Set(all).size === all.length) return;
	const message =
		made.length > 1
			? 'some parameters appear in more than one parameter group'
			: 'a parameter is in the list twice';
	throw new PythonError('ValueError', message, rt.at);
}

method(optimizerClass, 'zero_grad', [['set_to_none', false]], (rt, self, { set_to_none }) => {
	for (const { parameters } of groups(self)) {
		for (const each of parameters) clearGradient(rt, each, asFlag(set_to_none));
	}
});

method(optimizerClass, 'add_param_group', ['param_group'], function* (rt, self, { param_group }) {
	const list = self.fields.get('param_groups') as PyList;
	const defaults = self.fields.get('defaults') as PyDict;
	list.items.push(yield* groupFrom(rt, param_group, defaults));
	return null;
});

/** `Adam (\nParameter Group 0\n    betas: …\n)`. */
method(optimizerClass, '__repr__', [], function* (rt, self) {
	let text = `${self.cls.name} (`;
	for (const [i, group] of groups(self).entries()) {
		text += `\nParameter Group ${i}\n`;
		for (const [name, value] of [...group.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
			if (name !== 'params') text += `    ${name}: ${yield* rt.language.str(rt, value)}\n`;
		}
	}
	return `${text})`;
});

/** A setting that must be at least 0. */
export function refuseNegative(rt: Runtime, given: Given, name: string, what: string): void {
	const value = given[name];
	if (toNumber(value, name) >= 0) return;
	const shown =
		typeof value === 'number' && Number.isInteger(value) ? value.toFixed(1) : String(value);
	throw new PythonError('ValueError', `Invalid ${what}: ${shown}`, rt.at);
}
