/** The letter that runs over a dimension in a formula: n over N, and i, j, k … over the others. */
import type { Dim } from './dims.ts';

const OTHERS = ['i', 'j', 'k', 'l', 'p', 'q', 'r', 's', 'u', 'v'];

/** One letter per dimension, all different: its own where its name is a free one, else the next of i, j, k. */
export function indexLetters(dims: readonly Pick<Dim, 'name'>[]): string[] {
	const own = (name: string) => (/^[NMBTCP]$/.test(name) ? name.toLowerCase() : null);
	const free = OTHERS.filter((letter) => dims.every(({ name }) => own(name) !== letter));
	let next = 0;
	return dims.map(({ name }) => own(name) ?? free[next++] ?? `i${next}`);
}
