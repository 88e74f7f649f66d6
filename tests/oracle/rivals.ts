/**
 * Who catches which wrong gradient: this check beside PyTorch's gradcheck, slow and fast, and the rule
 * of CS231n, on the same gradients of the same ops; and whom a right one alarms.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { checkTrace } from '#engine/check/check.ts';
import type { Tensor } from '#engine/tensor.ts';
import { differentiable, drawn } from '../support/drawn.ts';
import { madeWrong, WRONG, type WrongName } from '../support/wrong-gradients.ts';

interface Caught {
	/** Null where it was not run. */
	readonly slow: boolean | null;
	readonly fast: boolean;
	readonly cs231n: boolean;
}
export const CHECKERS = ['ours', 'slow', 'fast', 'cs231n'] as const;
type Counts = Record<(typeof CHECKERS)[number] | 'total', number>;

/** Samples of every op that are asked; each with every way to be wrong. */
const SAMPLES = 6;

export const described = ({ shape, dtype, data }: Tensor) => ({
	shape,
	dtype,
	data: Array.from(data)
});

/** Answers come in the order of the requests. */
export function openRivals(python: string) {
	const script = new URL('rivals.py', import.meta.url).pathname;
	const process = spawn(python, ['-u', script], { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
	const next = async () => JSON.parse((await lines.next()).value as string) as unknown;
	return {
		hello: next,
		ask: (request: object): Promise<Caught[] | null> => {
			process.stdin.write(`${JSON.stringify(request)}\n`);
			return next() as Promise<Caught[] | null>;
		},
		close: () => process.stdin.end()
	};
}

/** By way of being wrong; under null, right gradients that were called wrong. */
export async function compareCheckers(python: string): Promise<Map<WrongName | null, Counts>> {
	const rivals = openRivals(python);
	await rivals.hello();
	const ways = [null, ...(Object.keys(WRONG) as WrongName[])];
	const table = new Map<WrongName | null, Counts>(
		ways.map((way) => [way, { total: 0, ours: 0, slow: 0, fast: 0, cs231n: 0 }])
	);
	for (const op of differentiable) {
		for (const { sample, weights } of drawn(op).slice(0, SAMPLES)) {
			for (const way of ways) {
				const made = madeWrong(op, sample, weights, way);
				if (!made) continue;
				const { rows } = checkTrace(made.trace);
				const asked = rows.flatMap((row, i) => {
					const gradient = made.trace.values[row.node];
					const isWrong = gradient.data.some((x, k) => x !== made.right[i].data[k]);
					return way !== null && !isWrong ? [] : [{ row, gradient, input: made.inputs[i] }];
				});
				const claims = asked.map(({ input, gradient }) => ({
					input,
					gradient: described(gradient)
				}));
				const inputs = sample.inputs.map(described);
				const request = { op, attrs: sample.attrs, inputs, weights: described(weights), claims };
				const found = claims.length > 0 ? await rivals.ask(request) : null;
				if (!found) continue;
				const counts = table.get(way)!;
				asked.forEach(({ row }, i) => {
					const { formula, slope } = row;
					const ours = [formula, slope].some(({ verdict }) => verdict === 'fail');
					counts.total++;
					for (const checker of CHECKERS) {
						counts[checker] += Number(checker === 'ours' ? ours : found[i][checker]);
					}
				});
			}
		}
	}
	rivals.close();
	return table;
}

export function showCheckers(table: ReadonlyMap<WrongName | null, Counts>): string {
	const head = '| wrong by | gradients | this check | gradcheck, slow | gradcheck, fast | CS231n |';
	const lines = [...table].map(
		([way, { total, ours, slow, fast, cs231n }]) =>
			`| ${[way ?? 'nothing: alarms on right ones', total, ours, slow, fast, cs231n].join(' | ')} |`
	);
	return [head, '| --- | --: | --: | --: | --: | --: |', ...lines].join('\n');
}
