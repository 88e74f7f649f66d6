/** The sums of a comparison in words. */
import type { Verdict } from './judge.ts';

/** How often each occurs, the most frequent first. */
export function countBy<T>(items: readonly T[]): Map<T, number> {
	const counts = new Map<T, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return new Map([...counts].sort(([, a], [, b]) => b - a));
}

export function report(verdicts: readonly Verdict[]): void {
	const sum = (of: (verdict: Verdict) => number) => verdicts.reduce((n, each) => n + of(each), 0);
	const differed = verdicts.filter(({ differences }) => differences.length > 0);
	const explained = verdicts.filter(({ known }) => known.length > 0);
	const entries = sum((each) => each.entries);
	const undecided = sum((each) => each.undecided);
	console.log(
		`${verdicts.length} programs ran in float64 and float32; ${differed.length} differed`
	);
	console.log(`${entries} entries compared but for ${undecided}, whose bounds decide nothing`);
	for (const [kind, count] of countBy(differed.flatMap(kindsOf)))
		console.log(`  ${kind}: ${count}`);
	console.log(`${explained.length} programs differ in a way that is known and meant`);
	for (const [reason, count] of countBy(explained.flatMap(({ known }) => [...new Set(known)]))) {
		console.log(`  ${reason}: ${count}`);
	}
}

function kindsOf({ differences }: Verdict): string[] {
	return [...new Set(differences.map(({ kind }) => kind))];
}
