/** What a trace says about the lines of its source: what ran there, and what shape came of it. */
import type { CheckReport, Phase, Shape, Trace } from '#engine';
import { markOfRow, type Mark } from './verdict.ts';

/** Phases by the direction of their light. */
export type Direction = 'forward' | 'backward' | 'update';

export function directionOf(phase: Phase): Direction {
	if (phase === 'backward') return 'backward';
	return phase === 'update' || phase === 'zero' ? 'update' : 'forward';
}

/** The line at the margin that first assigns `name`, from 1; 0 where there is none. */
export function lineOf(source: string, name: string): number {
	const lines = source.split('\n');
	return 1 + lines.findIndex((line) => new RegExp(`^${name}\\s*=(?!=)`).test(line));
}

/**
 * The node that the last assignment on each line gave its name. Values from before the loop
 * come without a place; they stand where the source assigns their name. A line that changes several
 * tensors of different shapes, such as an optimiser's step, has no one result.
 */
export function resultsByLine(trace: Trace, source: string): ReadonlyMap<number, number> {
	const results = new Map<number, ReadonlyMap<string, number>>();
	for (const { at, name, node, how } of trace.bindings) {
		const line = at?.line ?? (/^\w+$/.test(name) ? lineOf(source, name) : 0);
		if (line <= 0 || how === 'backward') continue;
		// a view changes with its memory, on no line of its own
		if (!at && results.get(line)?.has(name)) continue;
		results.set(line, new Map(results.get(line)).set(name, node));
	}
	const shapeOf = (node: number) => trace.graph.nodes[node].shape.join();
	const single = [...results].flatMap(([line, byName]) => {
		const nodes = [...byName.values()];
		const alike = new Set(nodes.map(shapeOf)).size === 1;
		return alike ? [[line, nodes.at(-1)!] as const] : [];
	});
	return new Map(single);
}

/** The shape of what each line gave a name. */
export function shapesByLine(trace: Trace, source: string): ReadonlyMap<number, Shape> {
	const results = [...resultsByLine(trace, source)];
	return new Map(results.map(([line, node]) => [line, trace.graph.nodes[node].shape]));
}

/** The check's mark for each line that claims a gradient; the worst where there are several. */
export function marksByLine(report: CheckReport | null): ReadonlyMap<number, Mark> {
	const order: readonly Mark[] = ['equal', 'rounding', 'unknown', 'different'];
	const marks = new Map<number, Mark>();
	for (const row of report?.rows ?? []) {
		if (row.line === null) continue;
		const mark = markOfRow(row);
		const before = marks.get(row.line);
		if (!before || order.indexOf(mark) > order.indexOf(before)) marks.set(row.line, mark);
	}
	return marks;
}

export interface ActiveLine {
	readonly line: number;
	readonly direction: Direction;
	/** The forward line that a step back works for, where it is another. */
	readonly origin: number | null;
}

/** The line that step `index` runs; null before the first step. */
export function activeLine(trace: Trace, index: number): ActiveLine | null {
	const step = trace.steps[index];
	const at = step && trace.graph.nodes[step.node].at;
	if (!step || !at) return null;
	const direction = directionOf(step.phase);
	const origin = trace.graph.nodes[step.owner]?.at?.line ?? null;
	const elsewhere = direction === 'backward' && origin !== at.line;
	return { line: at.line, direction, origin: elsewhere ? origin : null };
}
