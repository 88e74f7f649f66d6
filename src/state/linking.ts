/** Lines of the source and nodes of the graph: which line made what, and what a line made. */
import type { Trace } from '#engine';
import { lineOf } from './lines.ts';
import type { Target } from './pointing.svelte.ts';

/** Leaves have no place in the source: they stand where it assigns their name. */
function leafLines(trace: Trace, source: string): ReadonlyMap<number, number> {
	const lines = new Map<number, number>();
	for (const { node, name } of trace.bindings) {
		if (lines.has(node) || trace.graph.nodes[node].op !== 'input' || !/^\w+$/.test(name)) continue;
		const line = lineOf(source, name);
		if (line > 0) lines.set(node, line);
	}
	return lines;
}

/** Lines that made `node`, ascending: its own, and those of the steps before it that work for the same value. */
export function linesOfNode(trace: Trace, source: string, node: number): number[] {
	const { nodes } = trace.graph;
	const leaf = leafLines(trace, source).get(node);
	if (leaf !== undefined) return [leaf];
	const last = trace.steps.findLastIndex((step) => step.node === node);
	const lines = new Set<number>();
	for (const step of trace.steps.slice(0, last + 1)) {
		const { owner, phase } = trace.steps[last];
		const line = nodes[step.node].at?.line;
		if (step.owner === owner && step.phase === phase && line !== undefined) lines.add(line);
	}
	return [...lines].sort((a, b) => a - b);
}

/** Values and gradients that each line made, in order; lines that made nothing are not in it. */
export function nodesByLine(trace: Trace, source: string): ReadonlyMap<number, readonly number[]> {
	const nodes = new Map<number, number[]>();
	const put = (line: number, node: number) => nodes.set(line, [...(nodes.get(line) ?? []), node]);
	for (const [node, line] of leafLines(trace, source)) put(line, node);
	for (const { node } of trace.steps) {
		const line = trace.graph.nodes[node].at?.line;
		if (line !== undefined) put(line, node);
	}
	return nodes;
}

/** A line as something to point at: what it made last is explained, all that it made lights up. */
export function targetOfLine(nodes: readonly number[] | undefined): Target | null {
	const node = nodes?.at(-1);
	return nodes && node !== undefined ? { node, nodes } : null;
}
