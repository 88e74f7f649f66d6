/**
 * What the gradient check says, as plain data. Four questions, each with its own verdict: formula
 * (is the formula right?), slope (does it describe the function?), machine (did the backend compute
 * it?), stability (is it linear and the same again?). The rules are derived, not tuned: every number that decides is here.
 */
import type { BackendName } from '../trace.ts';
import type { Shape } from '../tensor.ts';

export type Verdict = 'pass' | 'fail' | 'unknown';

/** The entry that came nearest to its bound, or exceeded it most. */
export interface WorstEntry {
	readonly index: readonly number[];
	readonly got: number;
	readonly expected: number;
	/** The largest |got − expected| that rounding can explain here. */
	readonly bound: number;
	/** Σ|terms| of the sum that `got` is: how much went in, before it cancelled. */
	readonly terms?: number;
	/** How many times more went in than came out, Σ|terms| / |got|: Infinity where nothing came out. */
	readonly cancellation?: number;
	/** |got − expected| in rounding units, u·Σ|terms|. */
	readonly units?: number;
	/**
	 * |got − expected| in units in the last place of the larger of the two. Both this and `units` are those
	 * of the arithmetic that the two were computed in: float64 for formula and slope, in which a
	 * claim is worked out again whatever dtype it has in the run, and the node's own for the machine.
	 */
	readonly ulps?: number;
	readonly dominates?: Dominant;
}

/**
 * The largest term of a bound. A formula's is the sum of two alike, of the claim and of what it should
 * be: then of the claim's.
 */
export interface Dominant extends ErrorSource {
	/** Of the whole of it, from 0 to 1. */
	readonly share: number;
	/** Of an operand's error: where most of that began. */
	readonly origin?: ErrorSource;
}

export interface ErrorSource {
	/**
	 * `sum`: the roundings of adding up `terms` terms in `node`. `rounding`: those of an op that adds
	 * nothing up. `operand`: the error that `node` came with. `branch`: `node` decides which branch is
	 * taken, and is within rounding. `underflow`: what is too small for the format.
	 * Of a slope: `truncation` by a step that is not nothing, rounding in the `loss` on both sides of
	 * it, or rounding in the `gradient` itself.
	 */
	readonly kind:
		'sum' | 'rounding' | 'operand' | 'branch' | 'underflow' | 'truncation' | 'loss' | 'gradient';
	/** In the trace's graph; null of a slope, and where reverse mode made it. */
	readonly node: number | null;
	/** What the program calls it. */
	readonly name: string | null;
	/** What is added up there. */
	readonly terms?: number;
}

/** How many entries are how far off. */
export interface Histogram {
	/** Entries that are equal, bit by bit. */
	readonly equal: number;
	/**
	 * Entries by the decade of their difference in rounding units, |got − expected| / (u·Σ|terms|):
	 * `counts[i]` from 10^(least + i) up to ten times that, the ends taking in what is beyond.
	 */
	readonly least: number;
	readonly counts: readonly number[];
}

/** Why a verdict is `unknown`, for the catalogue. */
export type Reason = 'kink' | 'no-loss' | 'not-finite' | 'several-losses';

export interface Answer {
	readonly verdict: Verdict;
	readonly worst: WorstEntry | null;
	/** Entries compared, of how many. */
	readonly compared: number;
	readonly total: number;
	/** Entries that the bound cannot decide, because a branch (ReLU) is within rounding. */
	readonly undecided: number;
	readonly reason?: Reason;
	readonly histogram?: Histogram;
}

export interface FormulaAnswer extends Answer {
	/** What disagreed with the claim, or came nearest to it: one number along a direction in forward mode. */
	readonly against: 'reverse' | 'forward';
	/** Directions along which forward mode was asked. */
	readonly directions: number;
}

export interface SlopeAnswer extends Answer {
	/** Random directions along which all entries were asked together, where not every one was asked alone. */
	readonly along: number;
	/** Decimal digits of the gradient that the slopes confirm, in half of the entries at least; none of zeros. */
	readonly digits?: number;
	/** Entries at a kink: there the gradient lies between the slopes on both sides, or does not. */
	readonly sided: number;
}

export interface MachineAnswer extends Answer {
	readonly backend: BackendName;
	/** The node whose entry is `worst`, among those this gradient was computed through. */
	readonly node: number | null;
	/** Nodes whose errors are larger than rounding at random makes them: reduced precision? */
	readonly imprecise: readonly number[];
}

/** Each null where it was not asked. */
export interface StabilityAnswer {
	readonly verdict: Verdict;
	/** The same iteration run twice gave the same bits. */
	readonly repeated: boolean | null;
	/** Zero from above gives exactly zero. */
	readonly zero: boolean | null;
	/** A power of two from above scales every bit exactly. */
	readonly scaled: boolean | null;
	/** Added to itself, as a second backward() does, it is exactly twice as much. */
	readonly doubled: boolean | null;
	/** It has the shape of what it is the gradient of. */
	readonly shaped: boolean;
	/**
	 * The samples of the batch in another order: as it is, or in that order too, but for rounding. Null
	 * where the program's ops do not tell which axis is the batch's, or what its order does.
	 */
	readonly permuted: boolean | null;
}

export interface CheckRow {
	/** `grad_h`, `w1.grad`. */
	readonly name: string;
	/** `h`, `w1`. */
	readonly target: string;
	readonly by: 'hand' | 'autograd';
	readonly shape: Shape;
	readonly line: number | null;
	/** Node of the claimed gradient and of its target in the trace's graph. */
	readonly node: number;
	readonly of: number;
	/** float64: the claim against reverse mode (all entries) and forward mode (random directions). */
	readonly formula: FormulaAnswer;
	/** float64: against difference quotients at sampled entries. */
	readonly slope: SlopeAnswer;
	/** float32 as run: every node on the way, recomputed in float64 from the same inputs. */
	readonly machine: MachineAnswer;
	/** Exact tests, no tolerance. */
	readonly stability: StabilityAnswer;
}

export interface CheckReport {
	readonly iteration: number;
	readonly rows: readonly CheckRow[];
	/** Name of the first gradient that is wrong, as the backward pass comes to them; null: none is. */
	readonly first: string | null;
	readonly ms: number;
}

/** A check under way. */
export interface CheckProgress {
	/** How much of the work is done, from 0 to 1. */
	readonly share: number;
	/** The gradient, and what is asked of it. */
	readonly name: string;
	readonly question: 'formula' | 'slope' | 'machine';
}
