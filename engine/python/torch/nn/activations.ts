/** The activations of torch.nn: each is a function of torch.nn.functional with its settings. */
import type { PyClass } from '../../objects.ts';
import type { Value } from '../../values.ts';
import { attributesShown, createLayer, field } from './layer.ts';
import { functional, type Parameters } from './native.ts';

interface Activation {
	readonly name: string;
	/** In torch.nn.functional. */
	readonly f: string;
	readonly parameters?: Parameters;
}

const inplace = ['inplace', false] as const;

const table: readonly Activation[] = [
	{ name: 'ReLU', f: 'relu', parameters: [inplace] },
	{ name: 'ReLU6', f: 'relu6', parameters: [inplace] },
	{ name: 'Tanh', f: 'tanh' },
	{ name: 'Sigmoid', f: 'sigmoid' },
	{ name: 'Softsign', f: 'softsign' },
	{ name: 'LogSigmoid', f: 'logsigmoid' },
	{ name: 'SiLU', f: 'silu', parameters: [inplace] },
	{ name: 'GELU', f: 'gelu', parameters: [['approximate', 'none']] },
	{
		name: 'LeakyReLU',
		f: 'leaky_relu',
		parameters: [['negative_slope', 0.01], inplace]
	},
	{ name: 'ELU', f: 'elu', parameters: [['alpha', 1], inplace] },
	{
		name: 'Softplus',
		f: 'softplus',
		parameters: [
			['beta', 1n],
			['threshold', 20n]
		]
	},
	{
		name: 'Hardtanh',
		f: 'hardtanh',
		parameters: [['min_val', -1], ['max_val', 1], inplace]
	},
	{ name: 'Softmax', f: 'softmax', parameters: [['dim', null]] },
	{ name: 'LogSoftmax', f: 'log_softmax', parameters: [['dim', null]] }
];

function createActivation({ name, f, parameters = [] }: Activation): PyClass {
	const names = parameters.map((each) => (typeof each === 'string' ? each : each[0]));
	return createLayer(name, {
		module: 'activation',
		parameters,
		*forward(rt, self, [input]) {
			const named: Record<string, Value> = {};
			for (const each of names) named[each] = field(self, each);
			return yield* functional(rt, f, [input], named);
		},
		show: (rt, self) => {
			// PyTorch shows `inplace` only where it is on
			const shown = names.filter((each) => each !== 'inplace' || field(self, each) === true);
			return attributesShown(rt, self, shown);
		}
	});
}

export const activations: readonly PyClass[] = table.map(createActivation);
