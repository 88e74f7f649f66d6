/**
 * The same on a large tensor: the gradient of w1 in lesson 1, at 2000 entries, where the slow gradcheck
 * ends in reasonable time, and at its full size.
 */
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { BoundedValues, inputsOf } from '#engine/check/bounded.ts';
import { checkTrace } from '#engine/check/check.ts';
import { manual } from '#engine/lessons/manual.ts';
import { createSession } from '#engine/session.ts';
import { described, openRivals, type Caught } from './rivals.ts';

const PRODUCT = 'grad_w1 = x.t().mm(grad_h)';
/** What is put behind the formula of w1's gradient. */
const WRONG = {
	'nothing: an alarm on a right one': '',
	'a factor of 1.0009': 'grad_w1 *= 1.0009',
	'one entry zeroed': 'grad_w1[0, 0] = 0',
	'one row zeroed': 'grad_w1[0] = 0'
};
const SIZES = [
	{ N: 64, D_in: 100, H: 20, D_out: 10 },
	{ N: 64, D_in: 1000, H: 100, D_out: 10 }
];
/** Entries that the slow check is asked of at most: it runs the loss twice for each. */
const SLOW_UP_TO = 2000;

interface Row extends Caught {
	readonly way: string;
	readonly ours: boolean;
	/** Of w1. */
	readonly entries: number;
}

async function traced(wrong: string, overrides: Readonly<Record<string, number>>) {
	const source = manual.replace(PRODUCT, `${PRODUCT}\n    ${wrong || 'pass'}`);
	const options = { seed: 0, dtype: 'float32', overrides } as const;
	return (await (await createSession(source, options, createReferenceBackend())).trace(0))!;
}

export async function compareOnLesson(python: string): Promise<Row[]> {
	const rivals = openRivals(python);
	await rivals.hello();
	const rows: Row[] = [];
	for (const size of SIZES) {
		const entries = size.D_in * size.H;
		const traces = await Promise.all(Object.values(WRONG).map((wrong) => traced(wrong, size)));
		const named = (name: string) => {
			const [{ bindings, values }] = traces;
			return described(values[bindings.find((each) => each.name === name)!.node]);
		};
		const gradients = traces.map((trace) => {
			const claim = trace.claims.find(({ name }) => name === 'grad_w1')!;
			return described(new BoundedValues(trace.graph, inputsOf(trace)).at(claim.node).value);
		});
		const leaves = { x: named('x'), w1: named('w1'), w2: named('w2'), y: named('y') };
		const found = await rivals.ask({ ...leaves, gradients, slow: entries <= SLOW_UP_TO });
		Object.keys(WRONG).forEach((way, i) => {
			const row = checkTrace(traces[i]).rows.find(({ name }) => name === 'grad_w1')!;
			const ours = [row.formula, row.slope].some(({ verdict }) => verdict === 'fail');
			rows.push({ way, entries, ours, ...found![i] });
		});
	}
	rivals.close();
	return rows;
}

export function showOnLesson(rows: readonly Row[]): string {
	const said = (caught: boolean | null) => (caught === null ? 'not run' : caught ? 'yes' : 'no');
	const head =
		'| wrong by | entries | this check | gradcheck, slow | gradcheck, fast | CS231n, 10 entries |';
	const lines = rows.map(({ way, entries, ours, slow, fast, cs231n }) =>
		[way, entries, ...[ours, slow, fast, cs231n].map(said)].join(' | ')
	);
	return [
		head,
		'| --- | --: | --- | --- | --- | --- |',
		...lines.map((line) => `| ${line} |`)
	].join('\n');
}
