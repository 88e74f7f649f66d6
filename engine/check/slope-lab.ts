/**
 * One weight under the magnifying glass: the central difference of the loss over a ladder of steps,
 * in float64 and in float32, beside the claimed gradient, with what can be wrong with it: rounding,
 * as bounded op by op, truncation, as a smaller step shows it, and branches that change on the way.
 */
import { sizeOf } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { BoundedValues, inputsOf } from './bounded.ts';
import { edgesOf } from './constants.ts';
import { countFlips } from './flips.ts';
import { createPerturbation, type Moved } from './perturb.ts';
import { createSinglePerturbation, SingleValues } from './single.ts';
import { truncations, type Truncation } from './truncation.ts';

/** Unit roundoff of float32. */
const U32 = 2 ** -24;
/** Powers of ten from the smallest step to the largest, and rungs of the ladder in each. */
const [SMALLEST, LARGEST] = [-12, 0];
const RUNGS = 4;
/** So many rungs down truncation has fallen to a tenth. */
const APART = RUNGS / 2;
/** Of the place of a kink, between two rungs: it is known to a part in a thousand. */
const BISECTIONS = 10;

export type Precision = 'float32' | 'float64';

/** A central difference in one precision. */
export interface Secant {
	/** The losses at θ+ε and θ−ε. */
	readonly plus: number;
	readonly minus: number;
	/** (θ+ε) − (θ−ε), as the precision has it: 0 where the weight does not move. */
	readonly taken: number;
	/** Null where the weight does not move. */
	readonly slope: number | null;
	/** |slope − gradient|. */
	readonly error: number | null;
	/** The most that rounding can have done to the slope. */
	readonly rounding: number;
	/** What one unit in the last place of the loss makes of the slope: finer than this it is not. */
	readonly grain: number;
}

export interface SlopeStep extends Truncation {
	/** ε. */
	readonly step: number;
	readonly float32: Secant;
	readonly float64: Secant;
	/** Decisions (of ReLU gates and the like) that fall otherwise at θ+ε or at θ−ε than at θ. */
	readonly flips: number;
}

export interface SlopeLab {
	/** The weight and the loss as they are. */
	readonly at: Readonly<Record<Precision, number>>;
	readonly loss: Readonly<Record<Precision, number>>;
	/** The claim by its own formula, in float64, and how far rounding can have taken it. */
	readonly gradient: number;
	readonly gradientError: number;
	/** In rising order of ε. */
	readonly steps: readonly SlopeStep[];
	/** The smallest ε that changes a branch; 0 where none is too small, null where none up to the largest does. */
	readonly kink: number | null;
}

/** The steps of the ladder; whole powers of ten are the ones that one writes. */
export const LADDER: readonly number[] = Array.from(
	{ length: (LARGEST - SMALLEST) * RUNGS + 1 },
	(_, i) => {
		const exponent = SMALLEST + i / RUNGS;
		return Number.isInteger(exponent) ? Number(`1e${exponent}`) : 10 ** exponent;
	}
);

/**
 * Null where there is no slope to measure: without a loss, or with a claim of another shape.
 * Takes about a second at the lesson's full size; `onRung` hears how far it has come, from 0 to 1.
 */
export function slopeLab(
	trace: Trace,
	claim: GradientClaim,
	entry: number,
	onRung: (share: number) => void = () => undefined
): SlopeLab | null {
	const { graph, loss } = trace;
	const size = sizeOf(graph.nodes[claim.of].shape);
	if (loss === null || sizeOf(graph.nodes[claim.node].shape) !== size || entry >= size) return null;
	const inputs = inputsOf(trace);
	const wide = new BoundedValues(graph, inputs);
	const single = new SingleValues(graph, inputs);
	const claimed = wide.at(claim.node);
	const gradient = claimed.value.data[entry];
	const at = {
		float32: single.at(claim.of).data[entry],
		float64: wide.at(claim.of).value.data[entry]
	};
	const counts = edgesOf(claim);
	const moveWide = createPerturbation(wide, loss, claim, counts);
	const moveSingle = createSinglePerturbation(single, loss, claim, counts);
	const measure: Measure = {
		wide: wideMeasure((value) => moveWide(entry, value), at.float64, gradient),
		single: singleMeasure((value) => moveSingle(entry, value), at.float32, {
			gradient,
			error: new BoundedValues(graph, inputs, U32).at(loss).error[0]
		}),
		signature: moveWide(entry, at.float64).signature
	};
	const rungs = LADDER.map((step, i) => {
		onRung(i / LADDER.length);
		return measured(measure, step);
	});
	const errors = truncations(
		rungs.map(({ step, float64, flips }) => ({
			step,
			slope: flips > 0 ? null : float64.slope,
			rounding: float64.rounding
		})),
		APART
	);
	return {
		at,
		loss: { float32: single.at(loss).data[0], float64: wide.at(loss).value.data[0] },
		gradient,
		gradientError: claimed.error[entry],
		steps: rungs.map((rung, i) => ({ ...rung, ...errors[i] })),
		kink: kinkOf(measure, rungs)
	};
}

type Rung = Omit<SlopeStep, keyof Truncation>;

interface Sides extends Secant {
	readonly signatures: readonly [string, string];
}

interface Measure {
	readonly wide: (step: number) => Sides;
	readonly single: (step: number) => Secant;
	/** The branches taken at θ. */
	readonly signature: string;
}

function measured({ wide, single, signature }: Measure, step: number): Rung {
	const { signatures, ...float64 } = wide(step);
	return { step, float32: single(step), float64, flips: flipsOf(signature, signatures) };
}

function flipsOf(signature: string, sides: readonly [string, string]): number {
	return Math.max(...sides.map((side) => countFlips(signature, side)));
}

function wideMeasure(
	move: (value: number) => Moved,
	at: number,
	gradient: number
): Measure['wide'] {
	return (step) => {
		const [up, down] = [at + step, at - step];
		const [plus, minus] = [move(up), move(down)];
		const error = plus.error + minus.error;
		return {
			...secant([plus.loss, minus.loss], up - down, { gradient, error, digits: 52 }),
			signatures: [plus.signature, minus.signature]
		};
	};
}

/** `error` is the bound of one loss, at θ. */
function singleMeasure(
	move: (value: number) => number,
	at: number,
	{ gradient, error }: { readonly gradient: number; readonly error: number }
): Measure['single'] {
	return (step) => {
		const [up, down] = [Math.fround(at + step), Math.fround(at - step)];
		const sides = [move(up), move(down)] as const;
		return secant(sides, up - down, { gradient, error: 2 * error, digits: 23 });
	};
}

interface Reading {
	readonly gradient: number;
	/** The most by which rounding can have moved the difference of the losses. */
	readonly error: number;
	/** Binary digits behind the first of a number in this precision. */
	readonly digits: number;
}

/** Over the step really taken. */
function secant(
	[plus, minus]: readonly [number, number],
	taken: number,
	{ gradient, error, digits }: Reading
): Secant {
	const slope = taken === 0 ? null : (plus - minus) / taken;
	const size = Math.max(Math.abs(plus), Math.abs(minus));
	return {
		...{ plus, minus, taken, slope },
		error: slope === null ? null : Math.abs(slope - gradient),
		rounding: error / taken,
		grain: 2 ** (Math.floor(Math.log2(size)) - digits) / taken
	};
}

function kinkOf({ wide, signature }: Measure, steps: readonly Rung[]): number | null {
	const first = steps.findIndex(({ flips }) => flips > 0);
	if (first < 0) return null;
	if (first === 0) return 0;
	let [free, over] = [steps[first - 1].step, steps[first].step];
	for (let i = 0; i < BISECTIONS; i++) {
		const middle = Math.sqrt(free * over);
		if (flipsOf(signature, wide(middle).signatures) > 0) over = middle;
		else free = middle;
	}
	return over;
}
