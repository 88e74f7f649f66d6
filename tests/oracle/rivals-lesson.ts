/**
 * The same on a large tensor: the gradient of w1 in lesson 1, at 2000 entries, where the slow gradcheck
 * ends in reasonable time, and at its full size.
 */
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { BoundedValues, inputsOf } from '#engine/check/bounded.ts';
import { createFormulaChecker } from '#engine/check/formula.ts';
import { checkSlope } from '#engine/check/slope.ts';
import { manual } from '#engine/lessons/manual.ts';
import { createSession } from '#engine/session.ts';
import type { Trace } from '#engine/trace.ts';
import { CHECKERS, described, openRivals } from './rivals.ts';

const PRODUCT = 'grad_w1 = x.t().mm(grad_h)';
/** Entries, and rows, that are spoilt, one at a time: spread over the tensor. */
const PLACES = 5;

type Size = Readonly<Record<'N' | 'D_in' | 'H' | 'D_out', number>>;

const placesIn = ({ D_in, H }: Size) =>
	Array.from({ length: PLACES }, (_, k) =>
		[D_in, H].map((extent) => Math.floor((k * extent) / PLACES))
	);

/** What is put behind the formula of w1's gradient, by way of being wrong. */
const wrongIn = (size: Size): Readonly<Record<string, readonly string[]>> => ({
	'nothing: alarms on right ones': ['pass'],
	'a factor of 1.0009': ['grad_w1 *= 1.0009'],
	'one entry zeroed': placesIn(size).map(([row, column]) => `grad_w1[${row}, ${column}] = 0`),
	'one row zeroed': placesIn(size).map(([row]) => `grad_w1[${row}] = 0`)
});
const SIZES: readonly Size[] = [
	{ N: 64, D_in: 100, H: 20, D_out: 10 },
	{ N: 64, D_in: 1000, H: 100, D_out: 10 }
];
/** Entries that the slow check is asked of at most: it runs the loss twice for each. */
const SLOW_UP_TO = 2000;

interface Row {
	readonly way: string;
	/** Of w1. */
	readonly entries: number;
	readonly gradients: number;
	/** How many were called wrong; null by whom that was not asked. */
	readonly caught: Readonly<Record<(typeof CHECKERS)[number], number | null>>;
}

async function traced(wrong: string, overrides: Size): Promise<Trace> {
	const source = manual.replace(PRODUCT, `${PRODUCT}\n    ${wrong}`);
	const options = { seed: 0, dtype: 'float32', overrides } as const;
	return (await (await createSession(source, options, createReferenceBackend())).trace(0))!;
}

const claimOf = ({ claims }: Trace) => claims.find(({ name }) => name === 'grad_w1')!;

function isCaught(trace: Trace): boolean {
	const claim = claimOf(trace);
	const { answer, values } = createFormulaChecker(trace);
	const answers = [answer(claim), checkSlope(trace, claim, values(claim))];
	return answers.some(({ verdict }) => verdict === 'fail');
}

function leavesOf({ bindings, values }: Trace) {
	const named = (name: string) =>
		described(values[bindings.find((each) => each.name === name)!.node]);
	return { x: named('x'), w1: named('w1'), w2: named('w2'), y: named('y') };
}

const gradientOf = (trace: Trace) =>
	described(new BoundedValues(trace.graph, inputsOf(trace)).at(claimOf(trace).node).value);

export async function compareOnLesson(python: string): Promise<Row[]> {
	const rivals = openRivals(python);
	await rivals.hello();
	const rows: Row[] = [];
	for (const size of SIZES) {
		const entries = size.D_in * size.H;
		for (const [way, wrong] of Object.entries(wrongIn(size))) {
			const traces = await Promise.all(wrong.map((line) => traced(line, size)));
			const slow = entries <= SLOW_UP_TO;
			const gradients = traces.map(gradientOf);
			const found = (await rivals.ask({ ...leavesOf(traces[0]), gradients, slow }))!;
			const all = found.map((each, i) => ({ ...each, ours: isCaught(traces[i]) }));
			const count = (checker: (typeof CHECKERS)[number]) =>
				all.some((each) => each[checker] === null)
					? null
					: all.filter((each) => each[checker]).length;
			const caught = Object.fromEntries(CHECKERS.map((name) => [name, count(name)]));
			rows.push({ way, entries, gradients: wrong.length, caught: caught as Row['caught'] });
		}
	}
	rivals.close();
	return rows;
}

export function showOnLesson(rows: readonly Row[]): string {
	const head =
		'| wrong by | entries | gradients | this check | gradcheck, slow | gradcheck, fast | CS231n, 10 entries |';
	const lines = rows.map(({ way, entries, gradients, caught }) => {
		const counts = CHECKERS.map((name) => caught[name] ?? 'not run');
		return `| ${[way, entries, gradients, ...counts].join(' | ')} |`;
	});
	return [head, '| --- | --: | --: | --: | --: | --: | --: |', ...lines].join('\n');
}
