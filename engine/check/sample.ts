/** Which entries of a gradient are worth a finite difference. */
import { createGenerator } from '../random.ts';
import type { Data } from '../tensor.ts';

/** Tensors up to this size are checked entry by entry. */
const ALL_UP_TO = 2000;
/** From larger ones: that many of the largest and of the zeros, and at random twice as many. */
const EACH = 50;
/** Any seed will do; a fixed one makes a check repeatable. */
const SEED = 20;

/** Flat indices without repetition. */
export function sampleEntries(gradient: Data): number[] {
	if (gradient.length <= ALL_UP_TO) return Array.from(gradient, (_, i) => i);
	const order = createGenerator(SEED).randperm(gradient.length).data;
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
		if (found.length === EACH && !(size > least)) continue;
		let place = found.length;
		while (place > 0 && Math.abs(gradient[found[place - 1]]) < size) place--;
		found.splice(place, 0, at);
		if (found.length > EACH) found.pop();
		least = Math.abs(gradient[found[found.length - 1]]);
	}
	return found;
}
