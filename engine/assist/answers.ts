/**
 * What an editor asks the engine about a source that is being written, and what it is told: plain
 * data. Names and signatures are those of the tables that lessons run on.
 */
import type { DType, Shape } from '../tensor.ts';

/** A place in a source as it is now, which may not run, or not even parse. */
export interface Question {
	readonly source: string;
	readonly offset: number;
}

export interface Parameter {
	/** `dim`, `*shape`, `**named`. */
	readonly name: string;
	/** As Python writes it; null where the caller has to give a value. */
	readonly fallback: string | null;
}

export type NameKind =
	'module' | 'function' | 'class' | 'variable' | 'attribute' | 'keyword' | 'word';

/** What there is to say of a name. */
export interface About {
	readonly kind: NameKind;
	/** What it is called where it is from: `torch.relu`, `Tensor.sum`; null for the lesson's own. */
	readonly origin: string | null;
	/** Of what can be called. */
	readonly parameters: readonly Parameter[] | null;
	/** Python's name of its type, where it has a value. */
	readonly type: string | null;
	readonly tensor: TensorFacts | null;
	/** A plain value in full: `0.1`, `'mean'`. */
	readonly text: string | null;
	/** The first line of what its author wrote under its head. */
	readonly note: string | null;
}

export interface TensorFacts {
	/** Null where it is a tensor of a shape that is known only when it runs. */
	readonly shape: Shape | null;
	readonly dtype: DType | null;
	readonly requiresGrad: boolean;
}

export interface Offer extends About {
	readonly name: string;
}

/** What could be written from `from` to `to`. */
export interface Completions {
	readonly from: number;
	readonly to: number;
	readonly offers: readonly Offer[];
}

/** The call that the place is in. */
export interface CallHint {
	readonly name: string;
	readonly origin: string | null;
	/** Where the call begins. */
	readonly from: number;
	readonly parameters: readonly Parameter[];
	/** Which of them is being given; −1 where none fits. */
	readonly active: number;
}

/** The name that stands at the place. */
export interface NameHint extends About {
	readonly name: string;
	readonly from: number;
	readonly to: number;
}

export interface Answers {
	readonly completions: Completions;
	readonly call: CallHint;
	readonly name: NameHint;
}
