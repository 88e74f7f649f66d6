/** Operators that work entry by entry, in PyTorch's words. */
import { atom, type Call, type Made } from '../call.ts';
import type { DType } from '../../../tensor.ts';
import { wholeArithmetic } from './sizes.ts';

export type Operator = (c: Call) => Made;

/** The larger of the ranks that broadcast, where all are known. */
function broadcastRank(c: Call): number | undefined {
	const ranks = c.operands.map((_, i) => c.rank(i));
	return ranks.some((rank) => rank === undefined)
		? undefined
		: Math.max(...ranks.map((rank) => rank!));
}

const like = (c: Call, text: string, dtype = c.dtype(0)): Made => ({
	text,
	rank: c.rank(0),
	dtype
});

const unary =
	(write: (x: string, c: Call) => string, dtype?: DType): Operator =>
	(c) =>
		like(c, write(c.tensor(0), c), dtype ?? c.dtype(0));

const method = (name: string) => unary((x) => `${x}.${name}()`);
const torch = (name: string) => unary((x) => `torch.${name}(${x})`);

const binary =
	(write: (a: string, b: string, c: Call) => string, dtype?: DType): Operator =>
	(c) => {
		const [a, b] = [c.x(0), c.x(1)];
		return { text: write(a, b, c), rank: broadcastRank(c), dtype: dtype ?? c.dtype(0) };
	};

const arithmetic =
	(sign: '+' | '-' | '*'): Operator =>
	(c) =>
		wholeArithmetic(c, sign) ?? binary((a, b) => `${a} ${sign} ${b}`)(c);

function divide(c: Call): Made {
	const whole = wholeArithmetic(c, '//');
	if (whole) return whole;
	if (c.dtype(0) === 'int64') throw c.refuse('division of whole numbers is not known here');
	return binary((a, b) => `${a} / ${b}`)(c);
}

const compare = (sign: string) => binary((a, b) => `${a} ${sign} ${b}`, 'bool');

/** Of any number of operands. */
function folded(c: Call, join: (a: string, b: string) => string, first: (i: number) => string) {
	const texts = c.operands.map((_, i) => first(i));
	return { text: texts.reduce(join), rank: broadcastRank(c), dtype: c.dtype(0) };
}

function mean(c: Call): Made {
	const { text, ...rest } = folded(
		c,
		(a, b) => `${a} + ${b}`,
		(i) => c.x(i)
	);
	return { text: `(${text}) / ${c.operands.length}`, ...rest };
}

function clip(c: Call): Made {
	const bound = (name: string, i: number) => {
		if (c.has(i)) return c.number(i);
		return c.node.attributes.has(name) ? c.float(name, 0) : undefined;
	};
	const [min, max] = [bound('min', 1), bound('max', 2)];
	if (min === null || max === null) throw c.refuse('bounds that are computed are not known here');
	const bounds = [min && `min=${min}`, max && `max=${max}`].filter(Boolean);
	return bounds.length > 0
		? like(c, `${c.tensor(0)}.clamp(${bounds.join(', ')})`)
		: { value: c.value(0) };
}

function power(c: Call): Made {
	const exponent = atom((c.number(1) ?? c.x(1)).replace(/\.0$/, ''));
	return { text: `${c.x(0)} ** ${exponent}`, rank: broadcastRank(c), dtype: c.dtype(0) };
}

function remainder(c: Call): Made {
	if (c.int('fmod', 0) === 1) throw c.refuse('fmod=1 is not known here');
	return binary((a, b) => `${a} % ${b}`)(c);
}

function where(c: Call): Made {
	const dtype = c.dtype(1);
	return {
		text: `torch.where(${c.tensor(0)}, ${c.tensor(1)}, ${c.tensor(2)})`,
		rank: broadcastRank(c),
		dtype
	};
}

function hardSigmoid(c: Call): Made {
	const [alpha, beta] = [c.float('alpha', 0.2), c.float('beta', 0.5)];
	return like(c, `(${alpha} * ${c.tensor(0)} + ${beta}).clamp(0, 1)`);
}

function gelu(c: Call): Made {
	const isExact = c.text('approximate', 'none') === 'none';
	return like(c, `F.gelu(${c.tensor(0)}${isExact ? '' : ", approximate='tanh'"})`);
}

function selu(c: Call): Made {
	const alpha = c.float('alpha', 1.6732632);
	const x = c.tensor(0);
	return like(c, `${c.float('gamma', 1.0507009)} * F.elu(${x}, ${alpha})`);
}

export const elementwise: Readonly<Record<string, Operator>> = {
	Add: arithmetic('+'),
	Sub: arithmetic('-'),
	Mul: arithmetic('*'),
	Div: divide,
	Neg: unary((x) => `-${x}`),
	Pow: power,
	Mod: remainder,
	Abs: method('abs'),
	Exp: torch('exp'),
	Log: torch('log'),
	Sqrt: torch('sqrt'),
	Reciprocal: unary((x) => `1 / ${x}`),
	Sign: torch('sign'),
	Floor: torch('floor'),
	Ceil: torch('ceil'),
	Round: torch('round'),
	Sin: torch('sin'),
	Cos: torch('cos'),
	Tan: torch('tan'),
	Tanh: torch('tanh'),
	Sigmoid: torch('sigmoid'),
	Erf: torch('erf'),
	Relu: unary((x) => `F.relu(${x})`),
	LeakyRelu: unary((x, c) => `F.leaky_relu(${x}, ${c.float('alpha', 0.01)})`),
	Elu: unary((x, c) => `F.elu(${x}, ${c.float('alpha', 1)})`),
	Selu: selu,
	Gelu: gelu,
	Softplus: unary((x) => `F.softplus(${x})`),
	Softsign: unary((x) => `${x} / (1 + ${x}.abs())`),
	Mish: unary((x) => `${x} * torch.tanh(F.softplus(${x}))`),
	HardSigmoid: hardSigmoid,
	HardSwish: unary((x) => `${x} * (${x} / 6 + 0.5).clamp(0, 1)`),
	ThresholdedRelu: unary((x, c) => `${x} * (${x} > ${c.float('alpha', 1)}).float()`),
	PRelu: (c) =>
		like(c, `torch.where(${c.tensor(0)} < 0, ${c.tensor(1)} * ${c.tensor(0)}, ${c.tensor(0)})`),
	Clip: clip,
	Min: (c) =>
		folded(
			c,
			(a, b) => `torch.minimum(${a}, ${b})`,
			(i) => c.tensor(i)
		),
	Max: (c) =>
		folded(
			c,
			(a, b) => `torch.maximum(${a}, ${b})`,
			(i) => c.tensor(i)
		),
	Sum: (c) =>
		folded(
			c,
			(a, b) => `${a} + ${b}`,
			(i) => c.x(i)
		),
	Mean: mean,
	Equal: (c) => wholeArithmetic(c, '==') ?? compare('==')(c),
	Less: compare('<'),
	LessOrEqual: compare('<='),
	Greater: compare('>'),
	GreaterOrEqual: compare('>='),
	Not: unary((x) => `torch.logical_not(${x})`, 'bool'),
	And: binary((a, b) => `torch.logical_and(${a}, ${b})`, 'bool'),
	Or: binary((a, b) => `torch.logical_or(${a}, ${b})`, 'bool'),
	Xor: binary((a, b) => `torch.logical_xor(${a}, ${b})`, 'bool'),
	IsNaN: unary((x) => `torch.isnan(${x})`, 'bool'),
	IsInf: unary((x) => `torch.isinf(${x})`, 'bool'),
	Where: (c) => wholeChoice(c) ?? where(c)
};

/** Which of two lists of sizes: the exporter's way to write `expand`. */
function wholeChoice(c: Call): Made | null {
	const [condition, a, b] = c.operands;
	const lists = [condition, a, b].map((value, i) =>
		value && value.kind !== 'tensor' && c.dtype(i) === 'int64' ? c.list(i) : null
	);
	const [flags, yes, no] = lists;
	if (condition?.kind !== 'list' || !flags || !yes || !no) return null;
	if (flags.some((flag) => flag !== '0' && flag !== '1')) return null;
	const pick = (list: readonly string[], i: number) => list[list.length === 1 ? 0 : i];
	const items = flags.map((flag, i) => pick(flag === '1' ? yes : no, i));
	return { value: { kind: 'list', items, isScalar: false } };
}
