/** Operators that are layers: products, convolutions, pools, norms, softmax and losses. */
import type { Call, Made } from '../call.ts';
import type { Operator } from './elementwise.ts';
import { tuple } from './sizes.ts';

function matmul(c: Call): Made {
	const [a, b] = [c.rank(0), c.rank(1)];
	const rank =
		a === undefined || b === undefined
			? undefined
			: Math.max(a, b, 2) - Number(a === 1) - Number(b === 1);
	return { text: `${c.tensor(0)} @ ${c.tensor(1)}`, rank, dtype: c.dtype(0) };
}

function gemm(c: Call): Made {
	const flag = (name: string) => c.int(name, 0) === 1;
	const [alpha, beta] = [c.float('alpha', 1), c.float('beta', 1)];
	const isPlain = alpha === '1.0' && beta === '1.0' && !flag('transA') && flag('transB');
	const rest = { rank: 2, dtype: c.dtype(0) };
	if (isPlain && (!c.has(2) || c.rank(2) === 1)) {
		const bias = c.has(2) ? `, ${c.tensor(2)}` : '';
		return { text: `F.linear(${c.tensor(0)}, ${c.tensor(1)}${bias})`, ...rest };
	}
	const [a, b] = [flag('transA'), flag('transB')].map(
		(turned, i) => c.tensor(i) + (turned ? '.t()' : '')
	);
	const product = alpha === '1.0' ? `${a} @ ${b}` : `${alpha} * (${a} @ ${b})`;
	if (!c.has(2)) return { text: product, ...rest };
	return { text: `${product} + ${beta === '1.0' ? '' : `${beta} * `}${c.x(2)}`, ...rest };
}

/** Sizes of a window, with the padding that F takes and what has to be padded before. */
interface Window {
	readonly x: string;
	readonly count: 1 | 2;
	readonly options: string;
	readonly isPadded: boolean;
}

const one = (numbers: readonly number[]) =>
	numbers.every((each) => each === numbers[0]) ? String(numbers[0]) : tuple(numbers);

/** `usual` is the stride that F takes where none is given; in ONNX it is 1. */
function windowOf(c: Call, count: number, usual?: readonly number[], filler = ''): Window {
	if (count !== 1 && count !== 2)
		throw c.refuse(`windows of ${count} dimensions are not known here`);
	const ones = Array.from({ length: count }, () => 1);
	const strides = c.ints('strides', ones);
	const dilations = c.ints('dilations', ones);
	const auto = c.text('auto_pad', 'NOTSET');
	const pads =
		auto === 'NOTSET'
			? c.ints('pads', [...ones, ...ones].fill(0))
			: autoPads(c, auto, strides, dilations);
	const [before, after] = [pads.slice(0, count), pads.slice(count)];
	const isEven = before.every((width, d) => width === after[d]);
	const widths = before.flatMap((width, d) => [width, after[d]]).reverse();
	const pairs = widths.map((_, i) => widths[i ^ 1]);
	const x = isEven ? c.tensor(0) : `F.pad(${c.tensor(0)}, ${tuple(pairs)}${filler})`;
	const isPadded = isEven && before.some((width) => width !== 0);
	const options = [
		...(strides.join() === (usual ?? ones).join() ? [] : [`stride=${one(strides)}`]),
		...(isPadded ? [`padding=${one(before)}`] : []),
		...(dilations.some((step) => step !== 1) ? [`dilation=${one(dilations)}`] : [])
	];
	return { x, count, options: options.map((option) => `, ${option}`).join(''), isPadded };
}

/** Widths that keep the size, where the window moves by one. */
function autoPads(
	c: Call,
	auto: string,
	strides: readonly number[],
	dilations: readonly number[]
): number[] {
	if (auto === 'VALID') return [...strides, ...strides].fill(0);
	if (strides.some((step) => step !== 1))
		throw c.refuse(`auto_pad ${auto} with a stride is not known here`);
	const kernel = c.ints('kernel_shape');
	const totals = kernel.map((size, d) => dilations[d] * (size - 1));
	const [less, more] = [totals.map((total) => total >> 1), totals.map((total) => (total + 1) >> 1)];
	return auto === 'SAME_LOWER' ? [...more, ...less] : [...less, ...more];
}

function convolution(c: Call): Made {
	const rank =
		c.rank(1) ?? (c.node.attributes.has('kernel_shape') ? c.ints('kernel_shape').length + 2 : 4);
	const { x, count, options } = windowOf(c, rank - 2);
	const groups = c.int('group', 1);
	const bias = c.has(2) ? `, ${c.tensor(2)}` : '';
	const text = `F.conv${count}d(${x}, ${c.tensor(1)}${bias}${options}${groups > 1 ? `, groups=${groups}` : ''})`;
	return { text, rank, dtype: c.dtype(0) };
}

function pool(side: 'max' | 'avg'): Operator {
	return (c) => {
		const kernel = c.ints('kernel_shape');
		const filler = side === 'max' ? ", value=float('-inf')" : '';
		const { x, count, options, isPadded } = windowOf(c, kernel.length, kernel, filler);
		const countsPad = c.int('count_include_pad', 0) === 1;
		if (side === 'avg' && x !== c.tensor(0) && !countsPad)
			throw c.refuse('uneven pads are not known here');
		const ceil = c.int('ceil_mode', 0) === 1 ? ', ceil_mode=True' : '';
		const counted = side === 'avg' && isPadded && !countsPad ? ', count_include_pad=False' : '';
		const text = `F.${side}_pool${count}d(${x}, ${one(kernel)}${options}${ceil}${counted})`;
		return { text, rank: count + 2, dtype: c.dtype(0) };
	};
}

/** The dimensions behind the batch's and the channels'. */
const spaceOf = (rank: number) => tuple(Array.from({ length: rank - 2 }, (_, i) => i + 2));

/** One number a channel, beside a tensor of that rank. */
const perChannel = (rank: number) =>
	rank === 2 ? '' : `.view(1, -1${', 1'.repeat(Math.max(0, rank - 2))})`;

function globalPool(name: 'mean' | 'amax'): Operator {
	return (c) => {
		const rank = c.rank(0) ?? 4;
		return {
			text: `${c.tensor(0)}.${name}(${spaceOf(rank)}, keepdim=True)`,
			rank,
			dtype: c.dtype(0)
		};
	};
}

/** With the statistics of training, as inference has them. */
function batchNorm(c: Call): Made {
	if (c.int('training_mode', 0) === 1) throw c.refuse('training_mode=1 is not known here');
	const rank = c.rank(0) ?? 4;
	const [scale, bias, mean, variance] = [1, 2, 3, 4].map((i) => c.tensor(i) + perChannel(rank));
	const text = `(${c.tensor(0)} - ${mean}) / torch.sqrt(${variance} + ${c.float('epsilon', 1e-5)}) * ${scale} + ${bias}`;
	return { text, rank, dtype: c.dtype(0) };
}

function layerNorm(c: Call): Made {
	const [x, scale] = [c.tensor(0), c.tensor(1)];
	const bias = c.has(2) ? c.tensor(2) : 'None';
	const text = `F.layer_norm(${x}, ${scale}.shape, ${scale}, ${bias}, eps=${c.float('epsilon', 1e-5)})`;
	return { text, rank: c.rank(0), dtype: c.dtype(0) };
}

function instanceNorm(c: Call): Made {
	const rank = c.rank(0) ?? 4;
	const [dims, view] = [spaceOf(rank), perChannel(rank)];
	const x = c.tensor(0);
	const variance = `${x}.var(${dims}, unbiased=False, keepdim=True)`;
	const centred = `(${x} - ${x}.mean(${dims}, keepdim=True))`;
	const text = `${centred} / torch.sqrt(${variance} + ${c.float('epsilon', 1e-5)}) * ${c.tensor(1)}${view} + ${c.tensor(2)}${view}`;
	return { text, rank, dtype: c.dtype(0) };
}

/** Before opset 13 everything from the axis on counts as one dimension. */
function softmax(name: 'softmax' | 'log_softmax'): Operator {
	return (c) => {
		const isOld = c.opset < 13;
		const axis = c.int('axis', isOld ? 1 : -1);
		const rank = c.rank(0);
		const x = c.tensor(0);
		const rest = { rank, dtype: c.dtype(0) };
		if (!isOld || axis === -1 || axis + 1 === rank)
			return { text: `F.${name}(${x}, dim=${axis})`, ...rest };
		return { text: `F.${name}(${x}.flatten(${axis}), dim=-1).reshape(${x}.shape)`, ...rest };
	};
}

function loss(name: 'cross_entropy' | 'nll_loss'): Operator {
	return (c) => {
		const weight = c.has(2) ? `, weight=${c.tensor(2)}` : '';
		const reduction = c.text('reduction', 'mean');
		const ignored = c.node.attributes.has('ignore_index')
			? `, ignore_index=${c.int('ignore_index', 0)}`
			: '';
		const how = reduction === 'mean' ? '' : `, reduction='${reduction}'`;
		const text = `F.${name}(${c.tensor(0)}, ${c.tensor(1)}${weight}${ignored}${how})`;
		return { text, rank: reduction === 'none' ? undefined : 0, dtype: 'float32' };
	};
}

export const layers: Readonly<Record<string, Operator>> = {
	MatMul: matmul,
	Gemm: gemm,
	Conv: convolution,
	MaxPool: pool('max'),
	AveragePool: pool('avg'),
	GlobalAveragePool: globalPool('mean'),
	GlobalMaxPool: globalPool('amax'),
	BatchNormalization: batchNorm,
	LayerNormalization: layerNorm,
	InstanceNormalization: instanceNorm,
	Softmax: softmax('softmax'),
	LogSoftmax: softmax('log_softmax'),
	SoftmaxCrossEntropyLoss: loss('cross_entropy'),
	NegativeLogLikelihoodLoss: loss('nll_loss')
};
