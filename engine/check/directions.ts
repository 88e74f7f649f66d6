/**
 * Directions of random signs, one number along each of which says something of every entry: a
 * wrong gradient's error stands at a right angle to one with probability ½ at most, so that 20
 * of them miss it once in a million.
 */
import { gamma } from '../ops/rounding.ts';
import type { Bounded } from '../ops/op.ts';
import { createGenerator } from '../random.ts';
import { U64 } from './bounded.ts';

export const DIRECTIONS = 20;

/** `count` of them, one after the other in the same array; a fixed seed makes a check repeatable. */
export function* signsOf(size: number, count: number, seed: number): Generator<Float64Array> {
	const direction = new Float64Array(size);
	// one bit of every number is a direction's signs
	const bits = Int32Array.from(createGenerator(seed).randint(0, 2 ** DIRECTIONS, [size]).data);
	for (let k = 0; k < count; k++) {
		for (let i = 0; i < size; i++) direction[i] = (bits[i] >> k) & 1 ? 1 : -1;
		yield direction;
	}
}

interface Projected {
	readonly value: number;
	/** Σ|terms|. */
	readonly terms: number;
	/** What the errors of the entries come to. */
	readonly carried: number;
	/** What adding up can do. */
	readonly summing: number;
}

/** ⟨gradient, direction⟩ for entries of ±1 and 0. */
export function project({ value, error }: Bounded, direction: Float64Array): Projected {
	let [sum, terms, carried] = [0, 0, 0];
	for (let i = 0; i < direction.length; i++) {
		if (direction[i] === 0) continue;
		sum += value.data[i] * direction[i];
		terms += Math.abs(value.data[i]);
		carried += error[i];
	}
	return { value: sum, terms, carried, summing: gamma(direction.length, U64) * terms };
}
