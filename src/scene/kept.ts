/** Scales kept through a run, as they were in one iteration of it, by the name of the matrix. */
import type { Trace } from '#engine/trace.ts';
import { createModel } from './model.ts';
import { limitOf, surveyOf, type ScaleKind } from './scale.ts';

export interface KeptScales {
	/** The iteration that they are from. */
	readonly iteration: number;
	/** The limit for the matrix called `label`; null where that iteration has none to give. */
	limit(label: string): number | null;
}

/** Nodes by the labels of their matrices; matrices of one name share a scale. */
function nodesByLabel(trace: Trace): Map<string, number[]> {
	const nodes = new Map<string, number[]>();
	const put = (label: string, node: number) =>
		nodes.set(label, [...(nodes.get(label) ?? []), node]);
	for (const { label, node, gradient } of createModel(trace, { whole: true }).tiles) {
		put(label, node);
		if (gradient) put(gradient.label, gradient.node);
	}
	return nodes;
}

export function keepScales(trace: Trace, kind: ScaleKind): KeptScales {
	const nodes = nodesByLabel(trace);
	const limits = new Map<string, number | null>();
	const work = (label: string) => {
		const all = (nodes.get(label) ?? []).map((node) => limitOf(surveyOf(trace.values[node]), kind));
		const most = Math.max(0, ...all.map((limit) => limit ?? 0));
		return most > 0 ? most : null;
	};
	return {
		iteration: trace.iteration,
		limit(label) {
			const limit = limits.has(label) ? limits.get(label)! : work(label);
			limits.set(label, limit);
			return limit;
		}
	};
}
