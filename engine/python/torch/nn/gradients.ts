/** Parts of nn.Module that touch numbers: zero_grad(), state_dict() and load_state_dict(). */
import { sameShape } from '../../../shape.ts';
import { PythonError } from '../../errors.ts';
import { PyInstance, PySingleton } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyDict, type Evaluation, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';
import { asFlag } from '../arguments.ts';
import { moduleClass } from './module.ts';
import { method, tensorMethod } from './native.ts';
import { entriesOf, tensorsOf } from './state.ts';

/** What PyTorch 1.13 does by default: the gradients stay, as zeros. */
export function clearGradient(rt: Runtime, tensor: PyTensor, toNone: boolean): void {
	if (tensor.grad === null) return;
	if (toNone) tensor.grad = null;
	else rt.write(tensor.grad, 'zeros_like', [tensor.grad]);
}

method(moduleClass, 'zero_grad', [['set_to_none', false]], (rt, self, { set_to_none }) => {
	for (const [, tensor] of tensorsOf(self, '_parameters')) {
		clearGradient(rt, tensor, asFlag(set_to_none));
	}
});

method(moduleClass, 'state_dict', ['*args', '**kwargs'], (rt, self) => {
	const dict = new PyDict(true);
	for (const [path, tensor] of stateOf(self)) dict.with(path, rt.alias(tensor, rt.present(tensor)));
	return dict;
});

/** Parameters and buffers of each module in turn; what is shared appears under each of its paths. */
function* stateOf(self: PyInstance, prefix = ''): Iterable<[string, PyTensor]> {
	for (const kind of ['_parameters', '_buffers'] as const) {
		for (const [name, value] of entriesOf(self, kind)) {
			if (value instanceof PyTensor) yield [prefix + name, value];
		}
	}
	for (const [name, child] of entriesOf(self, '_modules')) {
		if (child instanceof PyInstance) yield* stateOf(child, `${prefix}${name}.`);
	}
}

const MATCHED = new PySingleton('<All keys matched successfully>', '_IncompatibleKeys');

method(
	moduleClass,
	'load_state_dict',
	['state_dict', ['strict', true]],
	function* (rt, self, given) {
		const dict = given.state_dict;
		if (!(dict instanceof PyDict)) {
			throw new PythonError('TypeError', 'Expected state_dict to be dict-like', rt.at);
		}
		const own = new Map(stateOf(self));
		const problems = asFlag(given.strict) ? mismatches(own, dict) : [];
		for (const [path, tensor] of own) {
			const source = dict.entries.get(`s${path}`)?.[1];
			if (!(source instanceof PyTensor)) continue;
			if (sameShape(source.shape, tensor.shape)) yield* copy(rt, tensor, source);
			else problems.push(sizes(path, source, tensor));
		}
		if (problems.length === 0) return MATCHED;
		const message = `Error(s) in loading state_dict for ${self.cls.name}:\n\t${problems.join('\n\t')}`;
		throw new PythonError('RuntimeError', message, rt.at);
	}
);

function mismatches(own: ReadonlyMap<string, PyTensor>, dict: PyDict): string[] {
	const given = [...dict.entries.values()].map(([name]) => String(name));
	const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
	const missing = [...own.keys()].filter((name) => !given.includes(name));
	const unexpected = given.filter((name) => !own.has(name));
	return [
		...(unexpected.length > 0 ? [`Unexpected key(s) in state_dict: ${quoted(unexpected)}. `] : []),
		...(missing.length > 0 ? [`Missing key(s) in state_dict: ${quoted(missing)}. `] : [])
	];
}

function sizes(path: string, source: PyTensor, tensor: PyTensor): string {
	const show = ({ shape }: PyTensor) => `torch.Size([${shape.join(', ')}])`;
	return `size mismatch for ${path}: copying a param with shape ${show(source)} from checkpoint, the shape in current model is ${show(tensor)}.`;
}

function* copy(rt: Runtime, into: PyTensor, source: PyTensor): Evaluation<Value> {
	const before = rt.gradEnabled;
	rt.gradEnabled = false;
	try {
		return yield* tensorMethod(rt, into, 'copy_', [source]);
	} finally {
		rt.gradEnabled = before;
	}
}
