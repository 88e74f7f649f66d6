/** Makes a class of torch.nn out of what is particular to it. */
import { PyClass, type PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import type { Evaluation, Value } from '../../values.ts';
import { moduleClass } from './module.ts';
import { method, type Given, type Parameters } from './native.ts';
import { prepare } from './state.ts';

export interface Layer {
	/** The file of PyTorch's that it is in, for `type(layer)`. */
	readonly module: string;
	readonly parameters?: Parameters;
	/** What `__init__` does besides keeping its arguments as attributes. */
	readonly init?: (rt: Runtime, self: PyInstance, given: Given) => void;
	readonly forward: (rt: Runtime, self: PyInstance, inputs: readonly Value[]) => Evaluation<Value>;
	/** Names of what forward() takes, `input` alone as a rule. */
	readonly inputs?: Parameters;
	/** What stands between the parentheses of its repr. */
	readonly show?: (rt: Runtime, self: PyInstance) => Evaluation<string>;
}

export function createLayer(name: string, layer: Layer): PyClass {
	const cls = new PyClass(name, [moduleClass], `torch.nn.modules.${layer.module}`, true);
	const { parameters = [], inputs = ['input'] } = layer;
	const names = parameters.map((each) => (typeof each === 'string' ? each : each[0]));
	method(cls, '__init__', parameters, (rt, self, given) => {
		prepare(self);
		for (const each of names) self.fields.set(each, given[each]);
		layer.init?.(rt, self, given);
	});
	method(cls, 'forward', inputs, (rt, self, given) => {
		const values = inputs.map((each) => given[typeof each === 'string' ? each : each[0]]);
		return layer.forward(rt, self, values);
	});
	if (layer.show) method(cls, 'extra_repr', [], layer.show);
	return cls;
}

/** `name=value` of attributes; what is equal to its default may be left out by `unless`. */
export function* attributesShown(
	rt: Runtime,
	self: PyInstance,
	names: readonly string[]
): Evaluation<string> {
	const parts: string[] = [];
	for (const name of names) {
		parts.push(`${name}=${yield* rt.language.repr(rt, self.fields.get(name) ?? null)}`);
	}
	return parts.join(', ');
}

export function field(self: PyInstance, name: string): Value {
	return self.fields.get(name) ?? null;
}
