/** Runs one program here and in PyTorch, in both precisions, and tells what is known from what is not. */
import { U64 } from '#engine/check/bounded.ts';
import { runBounded, U32 } from '../support/outcome.ts';
import { compareRuns, type Difference, type Kind } from './compare.ts';
import { reasonOf } from './known.ts';
import type { Torch } from './torch.ts';

export type Found = { readonly kind: Kind | 'fault'; readonly what: string };

export interface Verdict {
	readonly differences: readonly Found[];
	/** Reasons of the differences that are known. */
	readonly known: readonly string[];
	readonly entries: number;
	readonly undecided: number;
}

const DTYPES = ['float64', 'float32'] as const;

/** Where the generators of both start when a program does not seed them. */
const SEED = 0;

export async function judge(torch: Torch, source: string): Promise<Verdict> {
	const differences: Found[] = [];
	const known: string[] = [];
	let [entries, undecided] = [0, 0];
	for (const dtype of DTYPES) {
		const [ours, theirs] = await Promise.allSettled([
			runBounded(source, dtype, SEED),
			torch.run(source, dtype, SEED)
		]);
		if (theirs.status === 'rejected') throw theirs.reason;
		if (ours.status === 'rejected') {
			differences.push({ kind: 'fault', what: String(ours.reason) });
			continue;
		}
		const compared = compareRuns(ours.value, theirs.value);
		entries += compared.entries;
		undecided += compared.undecided;
		const { meant, open } = sort(compared.differences, source, dtype === 'float64' ? U64 : U32);
		known.push(...meant);
		differences.push(...open.map(({ kind, what }) => ({ kind, what: `${dtype}: ${what}` })));
	}
	return { differences, known, entries, undecided };
}

/** What is known, and what is not. After a known error everything else follows from that. */
function sort(
	all: readonly Difference[],
	source: string,
	u: number
): { meant: string[]; open: Difference[] } {
	const reasons = all.map((each) => reasonOf(each, source, u));
	const meant = reasons.filter((reason) => reason !== null);
	const ends = all.some(({ kind }, i) => kind === 'error' && reasons[i] !== null);
	return { meant, open: ends ? [] : all.filter((_, i) => reasons[i] === null) };
}
