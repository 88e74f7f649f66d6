/** Convolutions and pooling of torch.nn. */
import { PythonError } from '../../errors.ts';
import type { PyClass, PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyList, PyTuple, toIndex, type Evaluation, type Value } from '../../values.ts';
import { attributesShown, createLayer, field } from './layer.ts';
import { keepWeights } from './layers.ts';
import { functional } from './native.ts';

/** One number for all dimensions, or one for each; PyTorch keeps a tuple. */
function perDimension(value: Value, dims: number): PyTuple {
	if (value instanceof PyTuple || value instanceof PyList) return new PyTuple([...value.items]);
	return new PyTuple(Array.from({ length: dims }, () => value));
}

function createConvolution(dims: 1 | 2): PyClass {
	const settings = ['stride', 'padding', 'dilation'] as const;
	return createLayer(`Conv${dims}d`, {
		module: 'conv',
		parameters: [
			'in_channels',
			'out_channels',
			'kernel_size',
			['stride', 1n],
			['padding', 0n],
			['dilation', 1n],
			['groups', 1n],
			['bias', true],
			['padding_mode', 'zeros']
		],
		init(rt, self, given) {
			self.fields.delete('bias');
			if (given.padding_mode !== 'zeros') throw lacks(rt, 'a padding_mode other than zeros');
			const kernel = perDimension(given.kernel_size, dims);
			self.fields.set('kernel_size', kernel);
			for (const name of settings) {
				if (typeof given[name] !== 'string') self.fields.set(name, perDimension(given[name], dims));
			}
			const [inside, out, groups] = ['in_channels', 'out_channels', 'groups'].map((name) =>
				toIndex(given[name], name)
			);
			refuseGroups(rt, inside, out, groups);
			const extents = kernel.items.map((each) => toIndex(each, 'kernel_size'));
			keepWeights(rt, self, [out, inside / groups, ...extents], given.bias);
		},
		*forward(rt, self, [input]) {
			const weight = yield* rt.language.attribute(rt, self, 'weight');
			const bias = yield* rt.language.attribute(rt, self, 'bias');
			const named: Record<string, Value> = {};
			for (const name of [...settings, 'groups']) named[name] = field(self, name);
			return yield* functional(rt, `conv${dims}d`, [input, weight, bias], named);
		},
		show: shownConvolution
	});
}

function lacks(rt: Runtime, what: string): PythonError {
	return new PythonError('NotSupportedError', `${what} is not part of the language yet`, rt.at);
}

function refuseGroups(rt: Runtime, inside: number, out: number, groups: number): void {
	for (const [name, channels] of [
		['in_channels', inside],
		['out_channels', out]
	] as const) {
		if (channels % groups === 0) continue;
		throw new PythonError('ValueError', `${name} must be divisible by groups`, rt.at);
	}
}

/** PyTorch leaves out of a convolution what is as usual. */
function* shownConvolution(rt: Runtime, self: PyInstance): Evaluation<string> {
	const plain = (name: string) => String(field(self, name));
	const usual: Record<string, bigint> = { padding: 0n, dilation: 1n };
	const special = ['padding', 'dilation'].filter((name) => {
		const value = field(self, name);
		return !(value instanceof PyTuple) || value.items.some((each) => each !== usual[name]);
	});
	if (field(self, 'groups') !== 1n) special.push('groups');
	const shown = yield* attributesShown(rt, self, ['kernel_size', 'stride', ...special]);
	const bias = yield* rt.language.attribute(rt, self, 'bias');
	const without = bias === null ? ', bias=False' : '';
	return `${plain('in_channels')}, ${plain('out_channels')}, ${shown}${without}`;
}

function createPool(kind: 'max' | 'avg'): PyClass {
	const isMax = kind === 'max';
	const extra = isMax ? (['dilation', 1n] as const) : (['ceil_mode', false] as const);
	return createLayer(isMax ? 'MaxPool2d' : 'AvgPool2d', {
		module: 'pooling',
		parameters: ['kernel_size', ['stride', null], ['padding', 0n], extra],
		init(_, self, { kernel_size, stride }) {
			self.fields.set('stride', stride ?? kernel_size);
			if (isMax) self.fields.set('ceil_mode', false);
		},
		*forward(rt, self, [input]) {
			const named: Record<string, Value> = {};
			for (const name of ['kernel_size', 'stride', 'padding']) named[name] = field(self, name);
			if (isMax && field(self, 'dilation') !== 1n) named.dilation = field(self, 'dilation');
			return yield* functional(rt, `${kind}_pool2d`, [input], named);
		},
		show: (rt, self) => {
			const names = ['kernel_size', 'stride', 'padding'];
			return attributesShown(rt, self, isMax ? [...names, 'dilation', 'ceil_mode'] : names);
		}
	});
}

export const convolutions: readonly PyClass[] = [
	createConvolution(1),
	createConvolution(2),
	createPool('max'),
	createPool('avg')
];
