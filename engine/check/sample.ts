/** Which entries of a gradient are worth a finite difference. */
import { createGenerator } from '../random.ts';
import type { Data } from '../tensor.ts';

/** Tensors up to this size are checked entry by entry. */
const ALL_UP_TO = 48;
/** From larger ones: that many of the largest, of the zeros, and at random. */
const EACH = 12;
/** Any seed will do; a fixed one makes a check repeatable. */
const SEED = 20;

/** Flat indices without repetition. */
export function sampleEntries(gradient: Data): number[] {
	const all = Array.from({ length: gradient.length }, (_, i) => i);
	if (all.length <= ALL_UP_TO) return all;
	const order = createGenerator(SEED).randperm(all.length).data;
	const shuffled = Array.from(order);
	const largest = shuffled
		.toSorted((a, b) => Math.abs(gradient[b]) - Math.abs(gradient[a]))
		.slice(0, EACH);
	const zeros = shuffled.filter((i) => gradient[i] === 0).slice(0, EACH);
	return [...new Set([...largest, ...zeros, ...shuffled.slice(0, EACH)])];
}
