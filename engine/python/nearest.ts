/** The name that a misspelt one was most likely meant to be. */

/** The most edits that are taken for a slip, whatever the length. */
const MOST = 3;

/** Null where no name is near enough: a third of the letters may be wrong, capitals count for nothing. */
export function nearest(name: string, names: Iterable<string>): string | null {
	const wanted = name.toLowerCase();
	let best: string | null = null;
	let least = Math.min(MOST, Math.floor((name.length + 1) / 3)) + 1;
	for (const each of names) {
		if (each === name || Math.abs(each.length - name.length) >= least) continue;
		const edits = distance(wanted, each.toLowerCase());
		if (edits < least) [best, least] = [each, edits];
	}
	return best;
}

/** `did you mean 'relu'?`, or undefined. */
export function didYouMean(
	name: string,
	names: Iterable<string>,
	spell = (found: string) => `'${found}'`
): string | undefined {
	const found = nearest(name, names);
	return found === null ? undefined : `did you mean ${spell(found)}?`;
}

/** Letters to insert, drop, replace, or swap with their neighbours. */
function distance(a: string, b: string): number {
	let [before, above] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = above[j - 1] + Number(a[i - 1] !== b[j - 1]);
			row.push(Math.min(replaced, above[j] + 1, row[j - 1] + 1));
			const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
		}
		[before, above] = [above, row];
	}
	return above[b.length];
}
