/** The gradient check of one iteration: every claimed gradient, three questions, one report. */
import { sizeOf } from '../tensor.ts';
import type { Trace } from '../trace.ts';
import { BoundedValues } from './bounded.ts';
import { createFormulaChecker, unknown } from './formula.ts';
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
		const { shape } = trace.graph.nodes[node];
		const isSum = by === 'autograd' && trace.severalLosses === true;
		const vague = isSum ? unknown(sizeOf(shape), 'several-losses') : null;
		return {
			name,
			target,
			by,
			shape,
			line: at?.line ?? null,
			node,
			of,
			formula: vague ?? formula.answer(claim),
			slope: vague ?? checkSlope(trace, claim, formula.claimed(claim), forward),
			machine: machine(claim)
		};
	});
	return { iteration: trace.iteration, rows, ms: performance.now() - start };
}
