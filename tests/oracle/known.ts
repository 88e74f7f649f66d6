/** Differences that are understood and meant, each with its reason. They are counted apart. */
import type { Difference, Kind } from './compare.ts';

interface Known {
	readonly reason: string;
	readonly kinds: readonly Kind[];
	/** Whether this is it, by the sentence of the difference and the program's source. */
	matches(what: string, source: string): boolean;
}

export const KNOWN: readonly Known[] = [
	{
		reason: 'refused here in words of its own, with what to write instead',
		kinds: ['error'],
		matches: (what) => what.startsWith('error: “NotSupportedError')
	}
];

/** Why a difference is meant; null where it is not. */
export function reasonOf({ kind, what }: Difference, source: string): string | null {
	const found = KNOWN.find(({ kinds, matches }) => kinds.includes(kind) && matches(what, source));
	return found?.reason ?? null;
}
