/** The losses of torch.nn. */
import type { PyClass } from '../../objects.ts';
import type { Value } from '../../values.ts';
import { createLayer, field } from './layer.ts';
import { functional, type Parameters } from './native.ts';

const old = [
	['size_average', null],
	['reduce', null]
] as const;
const reduction = ['reduction', 'mean'] as const;

/** Class → its function, and what the two take. */
const table: readonly (readonly [name: string, f: string, parameters: Parameters])[] = [
	['MSELoss', 'mse_loss', [...old, reduction]],
	['L1Loss', 'l1_loss', [...old, reduction]],
	['SmoothL1Loss', 'smooth_l1_loss', [...old, reduction, ['beta', 1]]],
	['HuberLoss', 'huber_loss', [reduction, ['delta', 1]]],
	[
		'NLLLoss',
		'nll_loss',
		[['weight', null], ['size_average', null], ['ignore_index', -100n], ['reduce', null], reduction]
	],
	[
		'CrossEntropyLoss',
		'cross_entropy',
		[
			['weight', null],
			['size_average', null],
			['ignore_index', -100n],
			['reduce', null],
			reduction,
			['label_smoothing', 0]
		]
	],
	['BCELoss', 'binary_cross_entropy', [['weight', null], ...old, reduction]],
	[
		'BCEWithLogitsLoss',
		'binary_cross_entropy_with_logits',
		[['weight', null], ...old, reduction, ['pos_weight', null]]
	],
	['KLDivLoss', 'kl_div', [...old, reduction, ['log_target', false]]]
];

/** Settings that are what the function does anyway need not be passed to it. */
function isDefault(value: Value, parameter: Parameters[number]): boolean {
	return typeof parameter !== 'string' && value === parameter[1];
}

function createLoss([name, f, parameters]: (typeof table)[number]): PyClass {
	return createLayer(name, {
		module: 'loss',
		parameters,
		inputs: ['input', 'target'],
		*forward(rt, self, inputs) {
			const named: Record<string, Value> = {};
			for (const parameter of parameters) {
				const key = typeof parameter === 'string' ? parameter : parameter[0];
				const value = field(self, key);
				if (!isDefault(value, parameter)) named[key] = value;
			}
			return yield* functional(rt, f, inputs, named);
		}
	});
}

export const losses: readonly PyClass[] = table.map(createLoss);
