/** Which entries of a gradient are worth a finite difference. */
import { createGenerator } from '../random.ts';
import type { Data } from '../tensor.ts';

/** Tensors up to this size are checked entry by entry … */
const ALL_UP_TO = 2000;
/** … where their moves compute so many numbers again at most: that takes about half a second. */
const MOST_NUMBERS = 2 ** 21;
/** From larger ones: that many of the largest and of the zeros, and at random twice as many. */
const EACH = 50;
/** Any seed will do; a fixed one makes a check repeatable. */
const SEED = 20;

/** Flat indices without repetition; a move of one of them computes `reach` numbers again. */
export function sampleEntries(gradient: Data, reach = 1): number[] {
	const size = gradient.length;
	if (size <= 4 * EACH || (size <= ALL_UP_TO && size * reach <= MOST_NUMBERS)) {
		return Array.from(gradient, (_, i) => i);
	}
	const order = createGenerator(SEED).randperm(size).data;
	const zeros: number[] = [];
	for (let k = 0; k < order.length && zeros.length < EACH; k++) {
		if (gradient[order[k]] === 0) zeros.push(order[k]);
	}
	const random = Array.from(order.subarray(0, 2 * EACH));
	return [...new Set([...largest(gradient, order), ...zeros, ...random])];
}

/** The entries of largest size; of equal ones those that `order` comes to first. */
function largest(gradient: Data, order: Data): number[] {
	const found: number[] = [];
	let least = -1;
	for (const at of order) {
		const size = Math.abs(gradient[at]);
		if (Number.isNaN(size) || (found.length === EACH && size <= least)) continue;
		let place = found.length;
		while (place > 0 && Math.abs(gradient[found[place - 1]]) < size) place--;
		found.splice(place, 0, at);
		if (found.length > EACH) found.pop();
		least = Math.abs(gradient[found[found.length - 1]]);
	}
	return found;
}
