/** "Why the transpose?": which gradient is asked about, and what the dialog needs to answer. */
import type { Tensor, Trace } from '#engine';
import { explainCell, type Explanation } from '#engine/explain.ts';
import {
	candidatesFor,
	distanceFrom,
	outerFactors,
	outerSum,
	termCount,
	transposedProductOf,
	transposedProducts,
	type Candidate,
	type TransposedProduct
} from '#engine/transpose.ts';
import { expressionOf } from '#scene/expression.ts';
import { indexLetters } from '#scene/letters.ts';
import type { SceneModel } from '#scene/model.ts';
import { namesOf } from '#scene/narrate.ts';
import { dimsOf, operandsOf, runningOf, type Operand, type Running } from '#scene/operands.ts';
import { CellNotation } from './cell-formula.ts';

export type { Candidate, TransposedProduct };

/** `node` as a gradient by a transpose; null where it is none, or its numbers are not there. */
export function transposedAt(
	trace: Trace,
	node: number | null | undefined
): TransposedProduct | null {
	const found = node == null ? null : transposedProductOf(trace, node);
	return found && isThere(trace, found) ? found : null;
}

/** That of the step on show: of the product itself, and of the transpose that is made for it. */
export function transposedStep(trace: Trace, step: number): TransposedProduct | null {
	const active = step < 0 ? undefined : trace.steps[step];
	if (active?.phase !== 'backward') return null;
	const { nodes } = trace.graph;
	const { op } = nodes[active.node];
	if (op === 'mm') return transposedAt(trace, active.node);
	if (op !== 't') return null;
	const reader = trace.steps.find(({ node }) => nodes[node].inputs.includes(active.node));
	return transposedAt(trace, reader?.node);
}

/** Whether the numbers are there, which a trace may leave behind to travel light. */
function isThere(trace: Trace, { gradient, partner, upstream }: TransposedProduct): boolean {
	return [gradient, partner, upstream].every((node) => trace.values[node].data.length > 0);
}

/** The first such gradient of the iteration, for someone who just asks. */
export function anyTransposed(trace: Trace): TransposedProduct | null {
	return transposedProducts(trace).find((each) => isThere(trace, each)) ?? null;
}

export interface TransposeView {
	readonly product: TransposedProduct;
	readonly labels: Readonly<Record<'of' | 'partner' | 'upstream' | 'gradient' | 'product', string>>;
	/** Indices into the model's dims: of the gradient's rows and columns, and of what cancels. */
	readonly dims: { readonly rows: number; readonly columns: number; readonly inner: number };
	readonly letters: { readonly rows: string; readonly columns: string; readonly inner: string };
	/** How many terms, and so outer products, there are. */
	readonly count: number;
	/** The chain rule, line by line, and the result as a product of matrices. */
	readonly tex: { readonly steps: readonly string[]; readonly whole: string };
}

export function viewTranspose(
	trace: Trace,
	model: SceneModel,
	product: TransposedProduct
): TransposeView {
	const names = namesOf(trace, model);
	const label = (node: number) => names.get(node) ?? expressionOf(trace.graph, node, names);
	const [rows, columns] = dimsOf(trace, model, product.of);
	const inner = dimsOf(trace, model, product.partner)[product.side === 'right' ? 0 : 1];
	const all = indexLetters(model.dims);
	const letter = (dim: number, otherwise: string) => all[dim] ?? otherwise;
	const letters = {
		rows: letter(rows, 'a'),
		columns: letter(columns, 'b'),
		inner: letter(inner, 'c')
	};
	return {
		product,
		labels: {
			...{ of: label(product.of), partner: label(product.partner) },
			...{ upstream: label(product.upstream), gradient: label(product.gradient) },
			product: label(product.product)
		},
		dims: { rows, columns, inner },
		letters,
		count: termCount(trace, product),
		tex: chainRule(trace, product, letters)
	};
}

function chainRule(trace: Trace, product: TransposedProduct, letters: TransposeView['letters']) {
	const { side, of, partner, upstream, product: result } = product;
	const notation = new CellNotation(trace);
	const { rows, columns, inner } = letters;
	const isRight = side === 'right';
	// R[n,k] = Σ_j A[n,j]·B[j,k]: for the right factor n cancels in the gradient, for the left one k
	const outer = isRight ? [inner, columns] : [rows, inner];
	const shared = isRight ? rows : columns;
	const own = notation.named(of, [rows, columns]);
	const other = notation.named(partner, isRight ? [inner, rows] : [columns, inner]);
	const made = notation.named(result, outer);
	const back = notation.named(upstream, outer);
	const target = `\\frac{\\partial L}{\\partial ${own}}`;
	const slope = `\\frac{\\partial ${made}}{\\partial ${own}}`;
	const factors = isRight ? [other, own] : [own, other];
	const terms = isRight ? [other, back] : [back, other];
	const [a, g] = [notation.named(partner, []), notation.named(upstream, [])];
	return {
		steps: [
			`${made} = \\sum_{${shared}} ${factors.join('\\, ')} \\quad\\Rightarrow\\quad ${slope} = ${other}`,
			`${target} = \\sum_{${inner}} ${slope} \\cdot ${back} = \\sum_{${inner}} ${terms.join(' \\cdot ')}`
		],
		whole: `${notation.named(product.gradient, [])} = ${isRight ? `{${a}}^{\\top}\\, ${g}` : `${g}\\; {${a}}^{\\top}`}`
	};
}

export interface CellSum {
	readonly explanation: Explanation;
	readonly operands: readonly Operand[];
	readonly running: readonly Running[];
}

/** The sum that makes one cell of the gradient. */
export function sumAt(
	trace: Trace,
	model: SceneModel,
	{ gradient }: TransposedProduct,
	flat: number
): CellSum | null {
	const explanation = explainCell(trace, gradient, flat);
	if (!explanation) return null;
	const operands = operandsOf(trace, model, explanation);
	return { explanation, operands, running: runningOf(trace, operands) };
}

export interface OuterStep {
	/** The outer product of one sample, and the column and the row that it is made of. */
	readonly one: Tensor;
	readonly column: Tensor;
	readonly row: Tensor;
	/** The sum of those so far. */
	readonly sum: Tensor;
	/** With all of them: how far it is from what the machine has. */
	readonly end: ReturnType<typeof distanceFrom> | null;
}

/** After `count` outer products have been added up. */
export function outerAt(trace: Trace, product: TransposedProduct, count: number): OuterStep {
	const sum = outerSum(trace, product, 0, count);
	return {
		one: outerSum(trace, product, count - 1, count),
		...outerFactors(trace, product, count - 1),
		sum,
		end: count === termCount(trace, product) ? distanceFrom(trace, product, sum) : null
	};
}

export function candidatesOf(trace: Trace, product: TransposedProduct): Candidate[] {
	return candidatesFor(trace, product);
}
