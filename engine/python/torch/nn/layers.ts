/** The layers of torch.nn with weights, and the simple ones without. */
import { PythonError } from '../../errors.ts';
import type { PyInstance } from '../../objects.ts';
import { type PyClass } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyList, PyTuple, toIndex, toNumber, type Value } from '../../values.ts';
import { asFlag } from '../arguments.ts';
import { filled, linearBias, linearWeight, normal } from './initial.ts';
import { attributesShown, createLayer, field } from './layer.ts';
import { functional, tensorMethod } from './native.ts';
import { createParameter } from './parameter.ts';
import { keep } from './state.ts';

const size = (value: Value, name: string) => {
	const extent = toIndex(value, name);
	if (extent >= 0) return extent;
	throw new PythonError(
		'RuntimeError',
		`Trying to create tensor with negative dimension ${extent}`
	);
};

/** The weight, then the bias, in the order in which PyTorch draws them. */
export function keepWeights(
	rt: Runtime,
	self: PyInstance,
	shape: readonly number[],
	bias: Value
): void {
	refuseLarge(rt, shape);
	keep(rt, self, '_parameters', 'weight', createParameter(rt, linearWeight(rt, shape)));
	const drawn = asFlag(bias) ? createParameter(rt, linearBias(rt, shape)) : null;
	keep(rt, self, '_parameters', 'bias', drawn);
}

function refuseLarge(rt: Runtime, shape: readonly number[]): void {
	rt.refuseSize(shape, 'the weight of a layer');
}

const linear = createLayer('Linear', {
	module: 'linear',
	parameters: ['in_features', 'out_features', ['bias', true], ['device', null], ['dtype', null]],
	init(rt, self, { in_features, out_features, bias }) {
		self.fields.delete('bias');
		const shape = [size(out_features, 'out_features'), size(in_features, 'in_features')];
		keepWeights(rt, self, shape, bias);
	},
	*forward(rt, self, [input]) {
		const weight = yield* rt.language.attribute(rt, self, 'weight');
		const bias = yield* rt.language.attribute(rt, self, 'bias');
		return yield* functional(rt, 'linear', [input, weight, bias]);
	},
	*show(rt, self) {
		const bias = yield* rt.language.attribute(rt, self, 'bias');
		const sizes = yield* attributesShown(rt, self, ['in_features', 'out_features']);
		return `${sizes}, bias=${bias === null ? 'False' : 'True'}`;
	}
});

const embedding = createLayer('Embedding', {
	module: 'sparse',
	parameters: ['num_embeddings', 'embedding_dim', ['padding_idx', null]],
	init(rt, self, { num_embeddings, embedding_dim }) {
		const shape = [size(num_embeddings, 'num_embeddings'), size(embedding_dim, 'embedding_dim')];
		refuseLarge(rt, shape);
		keep(rt, self, '_parameters', 'weight', createParameter(rt, normal(rt, shape, 0, 1)));
	},
	*forward(rt, self, [input]) {
		const weight = yield* rt.language.attribute(rt, self, 'weight');
		return yield* functional(rt, 'embedding', [input, weight]);
	},
	*show(rt, self) {
		const rows = yield* rt.language.repr(rt, field(self, 'num_embeddings'));
		return `${rows}, ${yield* rt.language.repr(rt, field(self, 'embedding_dim'))}`;
	}
});

const layerNorm = createLayer('LayerNorm', {
	module: 'normalization',
	parameters: ['normalized_shape', ['eps', 1e-5], ['elementwise_affine', true]],
	init(rt, self, { normalized_shape, elementwise_affine }) {
		const given = normalized_shape;
		const items = given instanceof PyList || given instanceof PyTuple ? given.items : [given];
		const shape = items.map((item) => size(item, 'normalized_shape'));
		refuseLarge(rt, shape);
		self.fields.set('normalized_shape', new PyTuple(shape.map(BigInt)));
		const affine = asFlag(elementwise_affine);
		const start = (value: number) =>
			affine ? createParameter(rt, filled(rt, shape, value)) : null;
		keep(rt, self, '_parameters', 'weight', start(1));
		keep(rt, self, '_parameters', 'bias', start(0));
	},
	*forward(rt, self, [input]) {
		const weight = yield* rt.language.attribute(rt, self, 'weight');
		const bias = yield* rt.language.attribute(rt, self, 'bias');
		const settings = [field(self, 'normalized_shape'), weight, bias, field(self, 'eps')];
		return yield* functional(rt, 'layer_norm', [input, ...settings]);
	},
	*show(rt, self) {
		const shape = yield* rt.language.repr(rt, field(self, 'normalized_shape'));
		return `${shape}, ${yield* attributesShown(rt, self, ['eps', 'elementwise_affine'])}`;
	}
});

const dropout = createLayer('Dropout', {
	module: 'dropout',
	parameters: [
		['p', 0.5],
		['inplace', false]
	],
	init(rt, _, { p }) {
		const chance = toNumber(p, 'p');
		if (chance >= 0 && chance <= 1) return;
		const message = `dropout probability has to be between 0 and 1, but got ${String(p)}`;
		throw new PythonError('ValueError', message, rt.at);
	},
	*forward(rt, self, [input]) {
		const [p, training] = [field(self, 'p'), field(self, 'training')];
		return yield* functional(rt, 'dropout', [input, p, training]);
	},
	show: (rt, self) => attributesShown(rt, self, ['p', 'inplace'])
});

const flatten = createLayer('Flatten', {
	module: 'flatten',
	parameters: [
		['start_dim', 1n],
		['end_dim', -1n]
	],
	*forward(rt, self, [input]) {
		const dims = [field(self, 'start_dim'), field(self, 'end_dim')];
		return yield* tensorMethod(rt, input, 'flatten', dims);
	},
	show: (rt, self) => attributesShown(rt, self, ['start_dim', 'end_dim'])
});

const identity = createLayer('Identity', {
	module: 'linear',
	parameters: ['*args', '**kwargs'],
	init: (_, self) => self.fields.delete('*args') && self.fields.delete('**kwargs'),
	*forward(_, __, [input]) {
		yield { ids: [] };
		return input;
	}
});

export const layers: readonly PyClass[] = [
	linear,
	embedding,
	layerNorm,
	dropout,
	flatten,
	identity
];
