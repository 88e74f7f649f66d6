/**
 * What the gradient check says, as plain data. Three questions, each with its own verdict:
 * formula (is the formula right?), slope (does it describe the function?), machine (did the
 * backend compute it?). The rules are derived, not tuned: every number that decides is here.
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
}

export interface MachineAnswer extends Answer {
	readonly backend: BackendName;
	/** The node whose entry is `worst`, among those this gradient was computed through. */
	readonly node: number | null;
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
	readonly formula: Answer;
	/** float64: against central differences at sampled entries. */
	readonly slope: Answer;
	/** float32 as run: every node on the way, recomputed in float64 from the same inputs. */
	readonly machine: MachineAnswer;
}

export interface CheckReport {
	readonly iteration: number;
	readonly rows: readonly CheckRow[];
	readonly ms: number;
}
