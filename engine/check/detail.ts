/**
 * What is to be said of the entry that decided a verdict: how large its error is in units that mean
 * something, and what its bound is mostly made of. Asked of one entry, so that it costs next to nothing.
 */
import { underflow } from '../ops/rounding.ts';
import type { Bounded } from '../ops/op.ts';
import type { Node } from '../graph.ts';
import { stridesOf } from '../shape.ts';
import { isFloat, type Shape } from '../tensor.ts';
import type { Trace } from '../trace.ts';
import { U64 } from './bounded.ts';
import { MOVES } from './moves.ts';
import { boundParts } from './parts.ts';
import type { Dominant, ErrorSource, WorstEntry } from './report.ts';
import { entryTerms } from './terms.ts';
import { ulpsApart } from './ulps.ts';

/** A node of a trace, or of the check's own reverse mode, as it was evaluated with bounds. */
export interface Evaluated {
	readonly node: Node;
	readonly inputs: readonly Bounded[];
	readonly result: Bounded;
	/** The roundoff of that arithmetic. */
	readonly u: number;
}

/** The worst entry with all that there is to say of it: `got` is an entry of the node `id`. */
export function detailed(
	trace: Trace,
	worst: WorstEntry,
	id: number,
	look: (id: number) => Evaluated
): WorstEntry {
	const { node, inputs, result, u } = look(id);
	const flat = flatOf(worst.index, node.shape);
	const values = inputs.map(({ value }) => value);
	const terms = entryTerms(node, values, result.value, flat).size;
	const dominates = dominantOf(trace, look, id, flat);
	return {
		...worst,
		terms,
		...distances(worst, terms, u),
		...(dominates ? { dominates } : {})
	};
}

/** How far off, in units that mean something; without those that something infinite leaves none of. */
function distances({ got, expected }: WorstEntry, terms: number, u: number): Partial<WorstEntry> {
	const off = got === expected ? 0 : Math.abs(got - expected);
	const ulps = ulpsApart(got, expected, u === U64 ? 'float64' : 'float32');
	if (ulps === null || !(terms < Infinity)) return {};
	return {
		ulps,
		units: off === 0 ? 0 : off / (u * terms),
		cancellation: terms > Math.abs(got) ? terms / Math.abs(got) : 1
	};
}

interface Term {
	readonly source: ErrorSource;
	readonly size: number;
	/** Of an operand: its place among the node's inputs, and its entry that brought most. */
	readonly from?: { readonly input: number; readonly at: number };
}

/** Null where the ops do not say, and of a bound that is 0 or not finite. */
function dominantOf(
	trace: Trace,
	look: (id: number) => Evaluated,
	id: number,
	flat: number
): Dominant | null {
	const made = look(id);
	const term = largestTerm(trace, made, flat);
	const bound = made.result.error[flat];
	if (!term || !(bound < Infinity)) return null;
	const origin = originOf(trace, look, id, term);
	return {
		...term.source,
		share: Math.min(1, term.size / bound),
		...(origin ? { origin } : {})
	};
}

/** Where most of an operand's error began: from operand to operand, as long as one brought most. */
function originOf(
	trace: Trace,
	look: (id: number) => Evaluated,
	id: number,
	term: Term
): ErrorSource | null {
	let [at, next]: [number, Term | null] = [id, term];
	let origin: ErrorSource | null = null;
	while (next?.source.kind === 'operand' && next.from) {
		at = look(at).node.inputs[next.from.input];
		next = largestTerm(trace, look(at), next.from.at);
		origin = next?.source ?? null;
	}
	return origin;
}

/** Of equal ones the first. */
function largestTerm(trace: Trace, made: Evaluated, flat: number): Term | null {
	let most: Term | null = null;
	for (const term of termsOfBound(trace, made, flat)) {
		if (term.size > (most?.size ?? 0)) most = term;
	}
	return most;
}

function termsOfBound(trace: Trace, { node, inputs, result, u }: Evaluated, flat: number): Term[] {
	const parts = boundParts(node, inputs, result, flat, u);
	if (!parts) return [];
	const values = inputs.map(({ value }) => value);
	const { count } = entryTerms(node, values, result.value, flat);
	const tiny = Math.min(parts.own, count * underflow(u));
	const here = { ...called(trace, node.id), terms: count };
	return [
		{ source: { kind: count > 1 ? 'sum' : 'rounding', ...here }, size: parts.own - tiny },
		{ source: { kind: 'underflow', ...here }, size: tiny },
		...parts.carried.map(({ size, at }, input): Term => {
			const kind = isFloat(inputs[input].value.dtype) ? 'operand' : 'branch';
			const source = { kind, ...called(trace, node.inputs[input]) } as const;
			return { source, size, from: { input, at } };
		})
	];
}

function called({ graph, bindings }: Trace, id: number): Pick<ErrorSource, 'node' | 'name'> {
	if (id >= graph.nodes.length) return { node: null, name: null };
	for (let at = id; ;) {
		const name = bindings.find(({ node }) => node === at)?.name;
		if (name !== undefined) return { node: at, name };
		const { op, inputs } = graph.nodes[at];
		if (!MOVES.has(op)) return { node: id, name: null };
		[at] = inputs;
	}
}

function flatOf(index: readonly number[], shape: Shape): number {
	const strides = stridesOf(shape);
	return index.reduce((flat, at, axis) => flat + at * strides[axis], 0);
}
