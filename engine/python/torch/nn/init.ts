/** torch.nn.init: fills a tensor in place, with PyTorch's distributions. */
import type { Tensor } from '../../../tensor.ts';
import { PythonError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { builtin, type Bound, type Signature } from '../../signature.ts';
import { PyModule, toNumber, type PyBuiltin, type Value } from '../../values.ts';
import type { PyTensor } from '../../variable.ts';
import { asTensor } from '../arguments.ts';
import { fans, filled, normal, uniform } from './initial.ts';

type Make = (rt: Runtime, tensor: PyTensor, bound: Bound) => Tensor;

/** The tensor gets the values that `make` gives; no gradient flows through that. */
const filling = (name: string, parameters: Signature, make: Make): PyBuiltin =>
	builtin(name, ['tensor', ...parameters], (rt, bound) => {
		const tensor = asTensor(bound.tensor, name, 'tensor');
		const before = rt.gradEnabled;
		rt.gradEnabled = false;
		try {
			return rt.rewrite(tensor, rt.fresh(make(rt, tensor, bound)));
		} finally {
			rt.gradEnabled = before;
		}
	});

const number = (bound: Bound, name: string) => toNumber(bound[name], name);

function fansOf(tensor: PyTensor): { fanIn: number; fanOut: number } {
	if (tensor.shape.length >= 2) return fans(tensor.shape);
	throw new PythonError(
		'ValueError',
		'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions'
	);
}

/** How much an activation shrinks what goes through it, undone. */
function gainOf(nonlinearity: string, slope: number | null): number {
	switch (nonlinearity) {
		case 'linear':
		case 'sigmoid':
		case 'conv1d':
		case 'conv2d':
			return 1;
		case 'tanh':
			return 5 / 3;
		case 'relu':
			return Math.SQRT2;
		case 'leaky_relu':
			return Math.sqrt(2 / (1 + (slope ?? 0.01) ** 2));
		case 'selu':
			return 3 / 4;
		default:
			throw new PythonError('ValueError', `Unsupported nonlinearity ${nonlinearity}`);
	}
}

const xavier = (tensor: PyTensor, bound: Bound) => {
	const { fanIn, fanOut } = fansOf(tensor);
	return number(bound, 'gain') * Math.sqrt(2 / (fanIn + fanOut));
};

function kaiming(tensor: PyTensor, bound: Bound): number {
	const { fanIn, fanOut } = fansOf(tensor);
	const mode = String(bound.mode);
	if (mode !== 'fan_in' && mode !== 'fan_out') {
		const message = `Mode ${mode} not supported, please use one of ['fan_in', 'fan_out']`;
		throw new PythonError('ValueError', message);
	}
	const gain = gainOf(String(bound.nonlinearity), number(bound, 'a'));
	return gain / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut);
}

const kaimingParameters: Signature = [
	['a', 0n],
	['mode', 'fan_in'],
	['nonlinearity', 'leaky_relu']
];
const gainParameter: Signature = [['gain', 1]];

const evenly = (rt: Runtime, { shape }: PyTensor, std: number) =>
	uniform(rt, shape, -Math.sqrt(3) * std, Math.sqrt(3) * std);

const functions: readonly PyBuiltin[] = [
	filling(
		'uniform_',
		[
			['a', 0],
			['b', 1]
		],
		(rt, { shape }, bound) => uniform(rt, shape, number(bound, 'a'), number(bound, 'b'))
	),
	filling(
		'normal_',
		[
			['mean', 0],
			['std', 1]
		],
		(rt, { shape }, bound) => normal(rt, shape, number(bound, 'mean'), number(bound, 'std'))
	),
	filling('constant_', ['val'], (rt, { shape }, bound) => filled(rt, shape, number(bound, 'val'))),
	filling('zeros_', [], (rt, { shape }) => filled(rt, shape, 0)),
	filling('ones_', [], (rt, { shape }) => filled(rt, shape, 1)),
	filling('xavier_uniform_', gainParameter, (rt, t, bound) => evenly(rt, t, xavier(t, bound))),
	filling('xavier_normal_', gainParameter, (rt, t, bound) =>
		normal(rt, t.shape, 0, xavier(t, bound))
	),
	filling('kaiming_uniform_', kaimingParameters, (rt, t, bound) =>
		evenly(rt, t, kaiming(t, bound))
	),
	filling('kaiming_normal_', kaimingParameters, (rt, t, bound) =>
		normal(rt, t.shape, 0, kaiming(t, bound))
	),
	builtin('calculate_gain', ['nonlinearity', ['param', null]], (_, { nonlinearity, param }) =>
		gainOf(String(nonlinearity), param === null ? null : toNumber(param, 'param'))
	)
];

const byName = new Map<string, Value>(functions.map((each) => [each.name, each]));

export const initModule = PyModule.of('torch.nn.init', byName);
