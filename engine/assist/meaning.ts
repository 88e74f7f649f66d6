/** What an expression of a source means, as far as it can be said without running it. */
import type { PyInstance } from '../python/objects.ts';
import type { Value } from '../python/values.ts';
import { PyTensor } from '../python/variable.ts';
import type { TensorFacts } from './answers.ts';
import type { Region } from './outline.ts';

export type Meaning =
	| { readonly is: 'value'; readonly value: Value }
	| { readonly is: 'tensor'; readonly facts: TensorFacts }
	/** A class or function of the source that no run has come to. */
	| { readonly is: 'class'; readonly region: Region }
	| { readonly is: 'function'; readonly region: Region }
	/** An object of a class of the source; `value` is one that a run has made. */
	| { readonly is: 'instance'; readonly region: Region; readonly value: PyInstance | null };

export const SOME_TENSOR: Meaning = {
	is: 'tensor',
	facts: { shape: null, dtype: null, requiresGrad: false }
};

export function valued(value: Value): Meaning {
	return { is: 'value', value };
}

/** What is known of it as a tensor; null for anything else. */
export function factsOf(meaning: Meaning | null): TensorFacts | null {
	if (meaning?.is === 'tensor') return meaning.facts;
	if (meaning?.is !== 'value' || !(meaning.value instanceof PyTensor)) return null;
	const { shape, dtype, requiresGrad } = meaning.value;
	return { shape, dtype, requiresGrad };
}
