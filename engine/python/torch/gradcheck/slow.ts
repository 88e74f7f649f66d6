/** The check entry by entry: every slope beside every gradient. */
import type { Tensor } from '../../../tensor.ts';
import type { Runtime } from '../../runtime.ts';
import type { Evaluation } from '../../values.ts';
import { analyticalJacobian } from './analytical.ts';
import { allClose, mismatch } from './compare.ts';
import { failure } from './errors.ts';
import { numericalJacobian } from './numerical.ts';
import type { Measure, Subject } from './subject.ts';

export function* slowCheck(rt: Runtime, subject: Subject, measure: Measure): Evaluation<void> {
	const { inputs, outputs } = subject;
	const { eps, rtol, atol } = measure;
	const numerical: Tensor[][] = [];
	for (const input of inputs) {
		numerical.push(yield* numericalJacobian(rt, subject, input, eps));
	}
	if (outputs.length === 0) {
		const isFlat = numerical.flat().every(({ data }) => data.every((slope) => slope === 0));
		if (!isFlat) throw notFlat(rt);
	}
	for (const [i, output] of outputs.entries()) {
		const analytical = yield* analyticalJacobian(rt, subject, output);
		for (const [j, a] of analytical.entries()) {
			const n = numerical[j][i];
			if (!allClose(a, n, rtol, atol)) throw mismatch(rt, { a, n, output: i, input: j });
		}
	}
}

/** No result has a gradient, and yet they change. */
export function notFlat(rt: Runtime) {
	return failure(
		rt,
		'Numerical gradient for function expected to be zero',
		'the result has no history: something in the function detaches it'
	);
}
