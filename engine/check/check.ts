/** The gradient check of one iteration: every claimed gradient, three questions, one report. */
import type { Trace } from '../trace.ts';
import { BoundedValues } from './bounded.ts';
import { createFormulaChecker } from './formula.ts';
import { createMachineChecker } from './machine.ts';
import type { CheckReport, CheckRow } from './report.ts';
import { checkSlope } from './slope.ts';

/** Checks every gradient that `trace` claims. Pure; takes about a second at the lesson's full size. */
export function checkTrace(trace: Trace): CheckReport {
	const start = performance.now();
	const inputs = trace.graph.nodes.filter((node) => node.op === 'input');
	const forward = new BoundedValues(
		trace.graph,
		new Map(inputs.map(({ id }) => [id, trace.values[id]]))
	);
	const formula = createFormulaChecker(trace);
	const machine = createMachineChecker(trace);
	const rows = trace.claims.map((claim): CheckRow => {
		const { name, target, by, node, of, at } = claim;
		return {
			name,
			target,
			by,
			shape: trace.graph.nodes[node].shape,
			line: at?.line ?? null,
			node,
			of,
			formula: formula.answer(claim),
			slope: checkSlope(trace, claim, formula.claimed(claim), forward),
			machine: machine(claim)
		};
	});
	return { iteration: trace.iteration, rows, ms: performance.now() - start };
}
