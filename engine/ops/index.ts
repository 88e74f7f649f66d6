/**
 * The op table: every primitive, one row each. What the engine knows of an op, from its
 * shape rule to its formula, stands in its row and nowhere else.
 */
import { add, div, mul, neg, sub } from './arithmetic.ts';
import { argmax, argmin } from './argmax.ts';
import { bmm } from './batch.ts';
import { binary_cross_entropy } from './binary-cross-entropy.ts';
import { cat } from './cat.ts';
import { clamp, relu } from './clamp.ts';
import { attains, eq, ge, gt, le, lt, ne } from './compare.ts';
import { ones_like, zeros_like } from './constants.ts';
import { conv, conv_input_grad, conv_weight_grad } from './conv.ts';
import { gather, scatter_add } from './gather.ts';
import { index_add, index_select } from './index-select.ts';
import { cumsum } from './cumulative.ts';
import { exp, expm1, log, log1p, sqrt } from './exponential.ts';
import { amax, amin } from './extremes-over.ts';
import { maximum, minimum } from './extremes.ts';
import { cast, clone, detach, reshape } from './layout.ts';
import { mm, t } from './linalg.ts';
import { logical_and, logical_not, logical_or, logical_xor } from './logic.ts';
import type { Op, OpAttrs, OpName } from './op.ts';
import { permute } from './permute.ts';
import { pow } from './power.ts';
import { prod_others } from './product-others.ts';
import { prod } from './product.ts';
import { expand, mean, sum } from './reduce.ts';
import { cos, sin } from './trigonometric.ts';
import { erf, sigmoid, tanh } from './saturating.ts';
import { masked_fill, where } from './select.ts';
import { pad_into, slice } from './slice.ts';
import { abs, ceil, floor, round, sign } from './steps.ts';
import { power, remainder } from './tensor-power.ts';

/** Total over `OpAttrs`: a missing row, or one with another op's attributes, does not compile. */
const rows: { readonly [K in OpName]: Op<OpAttrs[K]> } = {
	add,
	sub,
	mul,
	div,
	neg,
	pow,
	clamp,
	relu,
	lt,
	le,
	gt,
	ge,
	eq,
	ne,
	where,
	masked_fill,
	mm,
	bmm,
	t,
	sum,
	mean,
	expand,
	reshape,
	permute,
	slice,
	pad_into,
	cat,
	gather,
	scatter_add,
	index_select,
	index_add,
	exp,
	expm1,
	log,
	log1p,
	sqrt,
	sin,
	cos,
	tanh,
	sigmoid,
	erf,
	abs,
	sign,
	floor,
	ceil,
	round,
	maximum,
	minimum,
	amax,
	amin,
	attains,
	power,
	remainder,
	cumsum,
	prod,
	prod_others,
	binary_cross_entropy,
	logical_and,
	logical_or,
	logical_xor,
	logical_not,
	argmax,
	argmin,
	conv,
	conv_input_grad,
	conv_weight_grad,
	clone,
	detach,
	cast,
	zeros_like,
	ones_like
};

/**
 * The rows as nodes use them. A node's `attrs` belong to its `op` by construction, which
 * TypeScript cannot follow through a lookup by name; this is the one place that widens.
 */
export const opTable = rows as { readonly [K in OpName]: Op };
