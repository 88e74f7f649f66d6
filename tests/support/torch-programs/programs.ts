/**
 * fast-check's random PyTorch programs. A program is a list of steps, each a maker and the numbers
 * that it draws from; a maker that finds nothing fitting writes nothing. So any shorter list of
 * smaller numbers is a program too, and fast-check shrinks a failing one to a few lines.
 */
import fc from 'fast-check';
import { autogradMakers, weighed } from './autograd.ts';
import { Draws } from './draws.ts';
import { elementwiseMakers } from './elementwise.ts';
import { indexingMakers } from './indexing.ts';
import { leaf, leafMakers } from './leaves.ts';
import { lossMakers } from './losses.ts';
import { mistakeMakers } from './mistakes.ts';
import { printingMakers } from './printing.ts';
import { productMakers } from './products.ts';
import { reductionMakers } from './reductions.ts';
import { shapeMakers } from './shapes.ts';
import { train } from './training.ts';
import { Writer, type Maker } from './writer.ts';

/** How often each family is drawn, of the sum. */
const FAMILIES: readonly (readonly [weight: number, Readonly<Record<string, Maker>>])[] = [
	[2, leafMakers],
	[5, elementwiseMakers],
	[3, reductionMakers],
	[3, shapeMakers],
	[3, indexingMakers],
	[3, productMakers],
	[3, lossMakers],
	[2, autogradMakers],
	[2, printingMakers]
];

const WHEEL = FAMILIES.flatMap(([weight, makers]) => Array.from({ length: weight }, () => makers));

interface Step {
	readonly family: number;
	readonly draws: readonly number[];
}

const step: fc.Arbitrary<Step> = fc.record({
	family: fc.nat({ max: WHEEL.length - 1 }),
	draws: fc.array(fc.nat({ max: 10_079 }), { minLength: 4, maxLength: 40 })
});

function write(w: Writer, makers: Readonly<Record<string, Maker>>, draws: readonly number[]): void {
	const d = new Draws(draws);
	const name = d.of(Object.keys(makers));
	if (makers[name](w, d)) w.used.push(name);
}

/** Everything that has a gradient takes part in the loss, the latest first. */
function finish(w: Writer, ending: number): void {
	const tracked = w.variables.filter(({ requiresGrad }) => requiresGrad);
	if (tracked.length === 0 || ending === 0) return;
	const terms = [...new Set(tracked)].slice(-4).map(weighed);
	w.line(`loss = ${terms.join(' + ')}`);
	w.line('loss.backward()');
	w.line('print(loss)');
}

export interface Program {
	readonly source: string;
	/** The makers that wrote it. */
	readonly used: readonly string[];
}

function finished({ lines, used }: Writer): Program {
	return { source: `${lines.join('\n')}\n`, used };
}

/** Straight lines of tensor code, a loss at the end. */
export const straightPrograms: fc.Arbitrary<Program> = fc
	.record({
		edges: fc.boolean(),
		first: fc.array(fc.nat({ max: 10_079 }), { minLength: 8, maxLength: 40 }),
		steps: fc.array(step, { minLength: 1, maxLength: 8 }),
		ending: fc.nat({ max: 9 })
	})
	.map(({ edges, first, steps, ending }) => {
		const w = new Writer();
		const d = new Draws(first);
		leaf(w, d, d.of([[2, 3], [3], [2, 2], [3, 2], [], [2, 3, 2]]), edges && d.flag());
		for (const { family, draws } of steps) write(w, WHEEL[family], draws);
		finish(w, ending);
		return finished(w);
	});

/** The same, ending in something that PyTorch refuses. */
const refusedPrograms: fc.Arbitrary<Program> = fc
	.record({
		first: fc.array(fc.nat({ max: 10_079 }), { minLength: 8, maxLength: 40 }),
		steps: fc.array(step, { maxLength: 3 }),
		last: fc.array(fc.nat({ max: 10_079 }), { minLength: 4, maxLength: 8 })
	})
	.map(({ first, steps, last }) => {
		const w = new Writer();
		const d = new Draws(first);
		leaf(w, d, d.of([[2, 3], [3], [], [2, 3, 2]]));
		for (const { family, draws } of steps) write(w, WHEEL[family], draws);
		write(w, mistakeMakers, last);
		return finished(w);
	});

export const trainingPrograms: fc.Arbitrary<Program> = fc
	.array(fc.nat({ max: 10_079 }), { minLength: 20, maxLength: 80 })
	.map((draws) => {
		const w = new Writer();
		train(w, new Draws(draws));
		return finished(w);
	});

export const programs: fc.Arbitrary<Program> = fc.oneof(
	{ arbitrary: straightPrograms, weight: 8 },
	{ arbitrary: trainingPrograms, weight: 1 },
	{ arbitrary: refusedPrograms, weight: 2 }
);
