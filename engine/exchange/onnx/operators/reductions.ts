/** Operators that make one entry of many. */
import type { Call, Made } from '../call.ts';
import type { Operator } from './elementwise.ts';
import { tuple } from './sizes.ts';

interface Over {
	/** `dim=1, keepdim=True`; empty: everything. */
	readonly options: string;
	readonly rank?: number;
}

/** Null: with no axes given, nothing is to be done. */
function over(c: Call): Over | null {
	const axes = c.given('axes', 1);
	const keepdim = c.int('keepdims', 1) === 1;
	const rank = c.rank(0);
	if (!axes || axes.length === 0) {
		if (c.int('noop_with_empty_axes', 0) === 1) return null;
		if (!keepdim) return { options: '', rank: 0 };
		if (rank === undefined) throw c.refuse('how many dimensions its input has is not known');
		const all = Array.from({ length: rank }, (_, i) => i);
		return { options: rank === 0 ? '' : `${dimsOf(all)}, keepdim=True`, rank };
	}
	const options = `${dimsOf(axes)}${keepdim ? ', keepdim=True' : ''}`;
	return { options, rank: rank === undefined || keepdim ? rank : rank - axes.length };
}

const dimsOf = (axes: readonly number[]) => `dim=${axes.length === 1 ? axes[0] : tuple(axes)}`;

const reduce =
	(write: (x: string, options: string) => string): Operator =>
	(c) => {
		const found = over(c);
		if (!found) return { value: c.value(0) };
		return { text: write(c.tensor(0), found.options), rank: found.rank, dtype: c.dtype(0) };
	};

function product(c: Call): Made {
	const axes = c.given('axes', 1);
	if (axes && axes.length > 1) throw c.refuse('a product over several axes is not known here');
	return reduce((x, options) => `${x}.prod(${options})`)(c);
}

function logSumExp(c: Call): Made {
	return reduce((x, options) => {
		if (options === '') return `torch.logsumexp(${x}.flatten(), dim=0)`;
		return `torch.logsumexp(${x}, ${options})`;
	})(c);
}

function cumulative(c: Call): Made {
	if (c.int('exclusive', 0) === 1) throw c.refuse('exclusive=1 is not known here');
	const axis = c.numbers(1)[0];
	const x = c.tensor(0);
	const isBack = c.int('reverse', 0) === 1;
	const text = isBack ? `${x}.flip(${axis}).cumsum(${axis}).flip(${axis})` : `${x}.cumsum(${axis})`;
	return { text, rank: c.rank(0), dtype: c.dtype(0) };
}

export const reductions: Readonly<Record<string, Operator>> = {
	ReduceSum: reduce((x, options) => `${x}.sum(${options})`),
	ReduceMean: reduce((x, options) => `${x}.mean(${options})`),
	ReduceMax: reduce((x, options) => `${x}.amax(${options})`),
	ReduceMin: reduce((x, options) => `${x}.amin(${options})`),
	ReduceL1: reduce((x, options) => `${x}.abs().sum(${options})`),
	ReduceL2: reduce((x, options) => `${x}.pow(2).sum(${options}).sqrt()`),
	ReduceSumSquare: reduce((x, options) => `${x}.pow(2).sum(${options})`),
	ReduceLogSum: reduce((x, options) => `${x}.sum(${options}).log()`),
	ReduceLogSumExp: logSumExp,
	ReduceProd: product,
	CumSum: cumulative
};
