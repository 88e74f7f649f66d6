/** The gradient check of one iteration: every claimed gradient, three questions, one report. */
import { sizeOf } from '../tensor.ts';
import type { Trace } from '../trace.ts';
import { createFormulaChecker, unasked } from './formula.ts';
import { createMachineChecker } from './machine.ts';
import { createProgress, type OnProgress } from './progress.ts';
import type { CheckReport, CheckRow } from './report.ts';
import { checkSlope } from './slope.ts';
import { createStabilityChecker } from './stability.ts';

/**
 * Checks every gradient that `trace` claims. Pure; takes about two seconds at the lesson's full size.
 * `again` is the same iteration run once more, to see whether it gives the same bits; `onProgress`
 * hears how far it is.
 */
export function checkTrace(
	trace: Trace,
	again: Trace | null = null,
	onProgress: OnProgress = () => undefined
): CheckReport {
	const start = performance.now();
	const formula = createFormulaChecker(trace);
	const machine = createMachineChecker(trace);
	const stability = createStabilityChecker(trace, again, formula.values);
	const report = createProgress(trace, onProgress);
	const rows = trace.claims.map((claim): CheckRow => {
		const { name, target, by, node, of, at } = claim;
		const { shape } = trace.graph.nodes[node];
		const isSum = by === 'autograd' && trace.severalLosses === true;
		const vague = isSum ? unasked(sizeOf(shape), 'several-losses') : null;
		report(claim, 'formula', 0);
		const asked = vague ?? formula.answer(claim);
		const onEntry = (done: number) => report(claim, 'slope', done);
		const slope = vague
			? { ...vague, sided: 0, along: 0 }
			: checkSlope(trace, claim, formula.values(claim), onEntry);
		report(claim, 'machine', 1);
		return {
			name,
			target,
			by,
			shape,
			line: at?.line ?? null,
			node,
			of,
			formula: asked,
			slope,
			machine: machine(claim),
			stability: stability(claim)
		};
	});
	const first = firstWrong(trace, rows);
	return { iteration: trace.iteration, rows, first, ms: performance.now() - start };
}

/** What comes later in the backward pass was made of it, and may be right given that. */
function firstWrong({ steps }: Trace, rows: readonly CheckRow[]): string | null {
	const order = new Map(steps.map(({ node }, i) => [node, i]));
	const wrong = rows.filter(({ formula, slope }) =>
		[formula, slope].some(({ verdict }) => verdict === 'fail')
	);
	const sorted = wrong.toSorted((a, b) => (order.get(a.node) ?? -1) - (order.get(b.node) ?? -1));
	return sorted.at(0)?.name ?? null;
}
