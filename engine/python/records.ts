/** What a running lesson writes down: lines of output, names and their values, tensors as they were. */
import type { Span } from '../graph.ts';
import type { Value } from './values.ts';
import type { PyTensor, Storage } from './variable.ts';

/** A line of output whose numbers may still be coming. */
export interface Line {
	readonly ids: readonly number[];
	readonly show: () => string;
}

/** A name got a value; ids are the builder's. */
export interface BindingEvent {
	readonly name: string;
	readonly node: number;
	/** The builder's count at that moment: nodes with smaller ids came before. */
	readonly count: number;
	readonly how: 'assign' | 'in-place' | 'backward';
	readonly at?: Span;
}

/** How a block ended. */
export type Completion = 'normal' | 'break' | 'continue' | { readonly returned: Value };

/** For PyTorch's "modified by an inplace operation": a node's tensor, and its memory at that time. */
export interface Saved {
	readonly tensor: PyTensor;
	readonly version: number;
	readonly storage: Storage;
	readonly stamp: number;
}

export function savedNow(tensor: PyTensor): Saved {
	const { storage, counter } = tensor;
	return { tensor, version: counter.version, storage, stamp: storage.stamp };
}
