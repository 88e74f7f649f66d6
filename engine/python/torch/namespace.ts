/** The modules that a lesson may import: torch and those inside it, and math. */
import { sizeOf } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Runtime } from '../runtime.ts';
import { builtin } from '../signature.ts';
import type { PyBuiltin } from '../values.ts';
import { PyModule, toIndex, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { asFlag, asTensor, refuseIntegerGrad } from './arguments.ts';
import { absentFunctions } from './absent.ts';
import { tensorFunctions } from './functions.ts';
import { gradModes } from './grad-mode.ts';
import { factories } from './factories.ts';
import { chances } from './chance.ts';
import { functionalFunctions } from './functional.ts';
import { checks, createCheckModule } from './gradcheck/namespace.ts';
import { gradFunction } from './gradients.ts';
import { joiningFunctions } from './joining.ts';
import { initModule } from './nn/init.ts';
import { createNn } from './nn/namespace.ts';
import { optimModule } from './optim/namespace.ts';
import { schedulerModule } from './optim/schedules.ts';
import { mathModule } from './math.ts';
import { tensorClass } from './tensor-class.ts';
import { defaultDTypes, dtypes, tensorTypes } from './types.ts';
import { choose } from '../tensor-operators.ts';

const variable = builtin(
	'Variable',
	['data', ['requires_grad', false]],
	(rt, { data, requires_grad }) => {
		const source = asTensor(data, 'Variable', 'data');
		const flag = asFlag(requires_grad);
		if (flag) refuseIntegerGrad(source.dtype);
		// a leaf of its own beside a leaf needs a node of its own
		const node = rt.present(source);
		const alias = rt.alias(source, source.requiresGrad ? rt.add('detach', [node]) : node);
		alias.requiresGrad = flag;
		return alias;
	}
);

const functions: readonly PyBuiltin[] = [
	builtin('manual_seed', ['seed'], (rt, { seed }) => {
		rt.seed(toIndex(seed, 'seed'));
		return null;
	}),
	...defaultDTypes,
	...factories,
	...chances,
	builtin('where', ['condition', 'input', 'other'], (rt, { condition, input, other }) => {
		return choose(rt, asTensor(condition, 'where', 'condition'), input, other);
	}),
	...gradModes,
	...joiningFunctions,
	builtin('is_tensor', ['obj'], (_, { obj }) => obj instanceof PyTensor),
	builtin('numel', ['input'], (_, { input }) =>
		BigInt(sizeOf(asTensor(input, 'numel', 'input').shape))
	)
];

function tensorFunction(name: string, table = tensorFunctions): PyBuiltin | undefined {
	if (!Object.hasOwn(table, name)) return undefined;
	const { parameters, run } = table[name];
	return builtin(name, ['input', ...parameters], (rt, bound, rest) =>
		run(rt, asTensor(bound.input, name, 'input'), bound, rest)
	);
}

/** What PyTorch keeps in torch.nn.functional and offers as torch.f too. */
function alsoFunctional(name: string): PyBuiltin | undefined {
	return ALSO_IN_TORCH.has(name) ? tensorFunction(name, functionalFunctions) : undefined;
}

const ALSO_IN_TORCH: ReadonlySet<string> = new Set(['conv1d', 'conv2d', 'dropout']);

/** Every module by its dotted name. */
export function createModules(rt: Runtime): ReadonlyMap<string, PyModule> {
	const float = rt.options.dtype;
	const types = new Map([...dtypes(float), ...tensorTypes(float)]);
	types.set('Tensor', tensorClass(rt));
	const byName = new Map(functions.map((each) => [each.name, each]));
	const absent = new Map(absentFunctions.map((each) => [each.name, each]));
	const modules = new Map<string, PyModule>();
	const functional = new PyModule(
		'torch.nn.functional',
		(name) => tensorFunction(name, functionalFunctions),
		() => Object.keys(functionalFunctions)
	);
	const autograd = PyModule.of(
		'torch.autograd',
		new Map([variable, gradFunction, ...checks].map((each) => [each.name, each]))
	);
	const nn = createNn(functional);
	const own = new Map<string, Value>([
		...types,
		...byName,
		['autograd', autograd],
		['nn', nn],
		['optim', optimModule]
	]);
	const torch = new PyModule(
		'torch',
		(name) => own.get(name) ?? tensorFunction(name) ?? alsoFunctional(name) ?? absent.get(name),
		() => new Set([...own.keys(), ...Object.keys(tensorFunctions), ...ALSO_IN_TORCH])
	);
	const inner = [
		autograd,
		createCheckModule(),
		nn,
		functional,
		initModule,
		optimModule,
		schedulerModule
	];
	for (const each of [torch, ...inner, mathModule]) modules.set(each.name, each);
	return modules;
}

/** `from module import name` says it in its own way. */
export function unknownName(rt: Runtime, module: PyModule, name: string): PythonError {
	const message = `cannot import name '${name}' from '${module.name}' (unknown location)`;
	return new PythonError('ImportError', message, undefined, meant(rt, module, name));
}

export function unknownMember(rt: Runtime, module: PyModule, name: string): PythonError {
	const message = `module '${module.name}' has no attribute '${name}'`;
	return new PythonError('AttributeError', message, undefined, meant(rt, module, name));
}

/** The same name but for its capitals, the same in another module, or one like it in this one. */
function meant(rt: Runtime, module: PyModule, name: string): string {
	const capital = [...module.names()].find((each) => each.toLowerCase() === name.toLowerCase());
	if (capital !== undefined) return `did you mean ${module.name}.${capital}?`;
	const other = [...rt.modules.values()].find((each) => each.member(name) !== undefined);
	if (other) return `did you mean ${other.name}.${name}?`;
	return (
		didYouMean(name, module.names(), (found) => `${module.name}.${found}`) ??
		`${module.name}.${name} may exist in Python and not be part of the language here yet`
	);
}
