/** The modules that a lesson may import: torch, torch.nn.functional (relu), torch.autograd, math. */
import { full, sizeOf, type DType } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { builtin, type Bound, type Rest, type Signature } from '../signature.ts';
import type { PyBuiltin } from '../values.ts';
import { PyModule, toIndex, toNumber, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { asDType, asFlag, asNewShape, asTensor, refuseIntegerGrad } from './arguments.ts';
import { tensorFunctions } from './functions.ts';
import { gradModes } from './grad-mode.ts';
import { mathModule } from './math.ts';
import { dtypes, fromNested, plainData, tensorTypes } from './types.ts';
import { choose } from '../tensor-operators.ts';
import { storable } from '../../ops/dtypes.ts';

const factory: Signature = ['*size', ['dtype', null], ['requires_grad', false]];

function made(
	rt: Runtime,
	bound: Bound,
	make: (dtype: DType) => ReturnType<typeof full>,
	own: DType = rt.dtype
): PyTensor {
	const dtype = asDType(bound.dtype, own);
	const requiresGrad = asFlag(bound.requires_grad);
	if (requiresGrad) refuseIntegerGrad(dtype);
	return rt.fresh(make(dtype), requiresGrad);
}

function random(rt: Runtime, kind: 'randn' | 'rand', bound: Bound, rest: Rest): PyTensor {
	const shape = asNewShape(rt, rest, kind);
	rt.drawn();
	return made(rt, bound, (dtype) =>
		rt.random[kind](shape, dtype === 'float64' ? 'float64' : 'float32')
	);
}

const filled = (name: string, value: number) =>
	builtin(name, factory, (rt, bound, rest) => {
		const shape = asNewShape(rt, rest, name);
		return made(rt, bound, (dtype) => full(shape, value, dtype));
	});

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
	builtin('randn', factory, (rt, bound, rest) => random(rt, 'randn', bound, rest)),
	builtin('rand', factory, (rt, bound, rest) => random(rt, 'rand', bound, rest)),
	filled('zeros', 0),
	filled('ones', 1),
	builtin(
		'full',
		['size', 'fill_value', ['dtype', null], ['requires_grad', false]],
		(rt, bound) => {
			const shape = asNewShape(rt, [bound.size], 'full');
			const value = toNumber(bound.fill_value, 'fill_value');
			const kinds = { number: rt.dtype, bigint: 'int64', boolean: 'bool' } as const;
			const own = kinds[typeof bound.fill_value as keyof typeof kinds];
			return made(rt, bound, (dtype) => full(shape, storable(value, dtype), dtype), own);
		}
	),
	builtin('tensor', ['data', ['dtype', null], ['requires_grad', false]], function* (rt, bound) {
		const given = bound.dtype === null ? null : asDType(bound.dtype, rt.dtype);
		const value = fromNested(yield* plainData(rt, bound.data), given, rt.dtype);
		return made(rt, { ...bound, dtype: null }, () => value, value.dtype);
	}),
	builtin('where', ['condition', 'input', 'other'], (rt, { condition, input, other }) => {
		return choose(rt, asTensor(condition, 'where', 'condition'), input, other);
	}),
	...gradModes,
	builtin('is_tensor', ['obj'], (_, { obj }) => obj instanceof PyTensor),
	builtin('numel', ['input'], (_, { input }) =>
		BigInt(sizeOf(asTensor(input, 'numel', 'input').shape))
	)
];

function tensorFunction(name: string): PyBuiltin | undefined {
	if (!Object.hasOwn(tensorFunctions, name)) return undefined;
	const { parameters, run } = tensorFunctions[name];
	return builtin(name, ['input', ...parameters], (rt, bound, rest) =>
		run(rt, asTensor(bound.input, name, 'input'), bound, rest)
	);
}

/** Every module by its dotted name. */
export function createModules(rt: Runtime): ReadonlyMap<string, PyModule> {
	const types = new Map([...dtypes(rt.dtype), ...tensorTypes(rt.dtype)]);
	const byName = new Map(functions.map((each) => [each.name, each]));
	const modules = new Map<string, PyModule>();
	const member = (names: Record<string, Value>) => (name: string) =>
		Object.hasOwn(names, name) ? names[name] : undefined;
	const functional = new PyModule('torch.nn.functional', (name) =>
		name === 'relu' ? tensorFunction(name) : undefined
	);
	const autograd = new PyModule('torch.autograd', member({ Variable: variable }));
	const nn = new PyModule('torch.nn', member({ functional }));
	const submodules = member({ autograd, nn });
	const torch = new PyModule(
		'torch',
		(name) => types.get(name) ?? byName.get(name) ?? submodules(name) ?? tensorFunction(name)
	);
	for (const each of [torch, autograd, nn, functional, mathModule]) modules.set(each.name, each);
	return modules;
}

/** `from module import name` says it in its own way. */
export function unknownName(module: PyModule, name: string): PythonError {
	return new PythonError(
		'ImportError',
		`cannot import name '${name}' from '${module.name}' (unknown location)`,
		undefined,
		`${module.name}.${name} may exist in Python and not be part of the language here yet`
	);
}

export function unknownMember(module: PyModule, name: string): PythonError {
	return new PythonError(
		'AttributeError',
		`module '${module.name}' has no attribute '${name}'`,
		undefined,
		`${module.name}.${name} may exist in Python and not be part of the language here yet`
	);
}
