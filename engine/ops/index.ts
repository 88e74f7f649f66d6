/**
 * The op table: every primitive, one row each. What the engine knows of an op, from its
 * shape rule to its formula, stands in its row and nowhere else.
 */
import { add, div, mul, neg, sub } from './arithmetic.ts';
import { bmm } from './batch.ts';
import { cat } from './cat.ts';
import { clamp, relu } from './clamp.ts';
import { eq, ge, gt, le, lt, ne } from './compare.ts';
import { ones_like, zeros_like } from './constants.ts';
import { gather, scatter_add } from './gather.ts';
import { index_add, index_select } from './index-select.ts';
import { cast, clone, detach, reshape } from './layout.ts';
import { mm, t } from './linalg.ts';
import type { Op, OpAttrs, OpName } from './op.ts';
import { permute } from './permute.ts';
import { pow } from './power.ts';
import { expand, mean, sum } from './reduce.ts';
import { masked_fill, where } from './select.ts';
import { pad_into, slice } from './slice.ts';

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
