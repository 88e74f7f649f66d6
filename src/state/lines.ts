/** What a trace says about the lines of its source: what ran there, and what shape came of it. */
import type { CheckReport, Phase, Shape, Trace } from '#engine';
import { markOfRow, type Mark } from './verdict.ts';

/** Phases by the direction of their light. */
export type Direction = 'forward' | 'backward' | 'update';

export function directionOf(phase: Phase): Direction {
	if (phase === 'backward') return 'backward';
	return phase === 'update' || phase === 'zero' ? 'update' : 'forward';
}

/** The shape that the last assignment on each line gave its name. */
export function shapesByLine(trace: Trace): ReadonlyMap<number, Shape> {
	const shapes = new Map<number, Shape>();
	for (const { at, node, how } of trace.bindings) {
		if (at && how !== 'backward') shapes.set(at.line, trace.graph.nodes[node].shape);
	}
	return shapes;
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
