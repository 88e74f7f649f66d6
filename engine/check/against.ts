/**
 * One iteration of a program beside the same iteration of another: every tensor and gradient that
 * both name, in float64 from the same leaves. Rounding explains what lies within the summed bounds.
 */
import type { Graph } from '../graph.ts';
import type { Bounded } from '../ops/op.ts';
import { sameShape } from '../shape.ts';
import type { Shape } from '../tensor.ts';
import type { Trace } from '../trace.ts';
import { summedBound } from './reverse.ts';
import { compare } from './compare.ts';
import { patternOf, type Pattern } from './pattern.ts';
import type { WorstEntry } from './report.ts';
import type { SharedValues } from './shared.ts';

/** `unknown`: something is not finite there. */
export type Match = 'equal' | 'rounding' | 'different' | 'missing' | 'unknown';

/** A tensor as one of the programs has it. */
export interface Named {
	readonly name: string;
	readonly shape: Shape;
	/** Null for what was there before the iteration. */
	readonly line: number | null;
}

export interface Row {
	readonly reference: Named;
	/** Null where it is missing; a gradient may bear another name. */
	readonly own: Named | null;
	readonly match: Match;
	/** Null where nothing was compared, since the shapes differ. */
	readonly worst: WorstEntry | null;
	readonly pattern: Pattern | null;
}

interface Meaning extends Named {
	readonly node: number;
	readonly target: string | null;
}

/** A row for every name of `reference`, in the order in which its program came to their values. */
export function compareIteration(own: Trace, reference: Trace, shared: SharedValues): Row[] {
	const here = meaningsOf(own);
	const [ours, theirs] = [own, reference].map(({ graph, values }) => shared.of(graph, values));
	const shapes = reference.graph.nodes.map(({ shape }) => shape);
	return [...meaningsOf(reference).values()].map((meaning): Row => {
		const found = here.get(meaning.name) ?? sameTarget(here, meaning);
		const row = { reference: shown(meaning), own: found ? shown(found) : null };
		if (!found) return { ...row, match: 'missing', worst: null, pattern: null };
		return { ...row, ...matched(ours(found.node), theirs(meaning.node), shapes) };
	});
}

function matched(
	got: Bounded,
	expected: Bounded,
	shapes: readonly Shape[]
): Pick<Row, 'match' | 'worst' | 'pattern'> {
	const { shape, data } = expected.value;
	if (!sameShape(got.value.shape, shape)) return { match: 'different', worst: null, pattern: null };
	const pair = { got: got.value.data, expected: data, shape, bound: summedBound(got, expected) };
	const { verdict, worst } = compare(pair);
	const isEqual = pair.got.every((x, i) => x === data[i] || Object.is(x, data[i]));
	if (verdict !== 'fail') {
		return {
			match: isEqual ? 'equal' : verdict === 'pass' ? 'rounding' : 'unknown',
			worst,
			pattern: null
		};
	}
	return { match: 'different', worst, pattern: patternOf(pair, { shapes }) };
}

/**
 * What every name means when the iteration is over, and every gradient when backward() left it. Of
 * what was there before, only what the first iteration begins with.
 */
function meaningsOf({ iteration, bindings, claims, graph, steps }: Trace): Map<string, Meaning> {
	const order = new Map(steps.map(({ node }, i) => [node, i]));
	const meanings = new Map<string, Meaning>();
	for (const { name, node, step, at } of bindings) {
		const isBefore = step === 0 && at === undefined;
		if (name.endsWith('.grad') || (isBefore && iteration > 0)) continue;
		meanings.set(name, meaning(graph, { name, node, target: null, line: at?.line ?? null }));
	}
	for (const { name, node, target, at } of claims) {
		meanings.set(name, meaning(graph, { name, node, target, line: at?.line ?? null }));
	}
	const place = ({ node }: Meaning) => order.get(node) ?? -1;
	const sorted = [...meanings.values()].toSorted((a, b) => place(a) - place(b));
	return new Map(sorted.map((each) => [each.name, each]));
}

function meaning({ nodes }: Graph, given: Omit<Meaning, 'shape'>): Meaning {
	return { ...given, shape: nodes[given.node].shape };
}

/** The gradient of the same tensor: `grad_w1` by hand is `w1.grad` of autograd. */
function sameTarget(
	meanings: ReadonlyMap<string, Meaning>,
	{ target }: Meaning
): Meaning | undefined {
	return target === null
		? undefined
		: [...meanings.values()].find((each) => each.target === target);
}

function shown({ name, shape, line }: Meaning): Named {
	return { name, shape, line };
}
