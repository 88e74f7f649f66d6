/** How far a check has come, by the numbers that its questions go through. */
import { sizeOf } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { computedFrom } from './bounded.ts';
import { dependents } from './perturb.ts';
import type { CheckProgress } from './report.ts';

export type OnProgress = (progress: CheckProgress) => void;

/** Says what is under way of `claim`, and how much of it is done, from 0 to 1. */
export type Report = (
	claim: GradientClaim,
	question: CheckProgress['question'],
	done: number
) => void;

/** Claims are checked in the trace's order. Nothing is said twice, nor more than once a percent. */
export function createProgress(trace: Trace, onProgress: OnProgress): Report {
	const way = trace.loss === null ? [] : computedFrom(trace.graph, trace.loss);
	const works = trace.claims.map(({ of }) => workOf(trace, way, of));
	const total = sum(works);
	let last = '';
	return (claim, question, done) => {
		const i = trace.claims.indexOf(claim);
		const share = (sum(works.slice(0, i)) + works[i] * done) / total;
		const now = `${i} ${question} ${Math.floor(share * 100)}`;
		if (now === last) return;
		last = now;
		onProgress({ share, name: claim.name, question });
	};
}

const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0);

/** Numbers on the way to the loss that follow from `of`: each direction and each step goes through them. */
function workOf({ graph }: Trace, way: readonly number[], of: number): number {
	const reached = [of, ...dependents(graph, way, [of], () => true)];
	return 1 + sum(reached.map((id) => sizeOf(graph.nodes[id].shape)));
}
