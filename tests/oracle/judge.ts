/** Runs one program here and in PyTorch, in both precisions, and tells what is known from what is not. */
import { runBounded } from '../support/outcome.ts';
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
		for (const each of compared.differences) sort(each, source, `${dtype}: `);
	}
	return { differences, known, entries, undecided };

	function sort(difference: Difference, source: string, place: string): void {
		const reason = reasonOf(difference, source);
		if (reason !== null) known.push(reason);
		else differences.push({ kind: difference.kind, what: place + difference.what });
	}
}
