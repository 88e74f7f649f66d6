/** Where two versions of a source differ, line by line. */
import { tokenize, type Token } from './source.ts';

export interface ChangedLine {
	/** Its number in the version before, or of the line that follows it there. */
	readonly line: number;
	/** Null: it comes in, or goes. */
	readonly before: string | null;
	readonly after: string | null;
}

export function changedLines(before: string, after: string): ChangedLine[] {
	const [old, fresh] = [before.split('\n'), after.split('\n')];
	let start = 0;
	while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start++;
	let end = 0;
	const most = Math.min(old.length, fresh.length) - start;
	while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
	const [gone, come] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)];
	const kept = commonLines(gone, come);
	const changes: ChangedLine[] = [];
	let [i, j] = [0, 0];
	for (const [nextOld, nextFresh] of [...kept, [gone.length, come.length] as const]) {
		const count = Math.max(nextOld - i, nextFresh - j);
		for (let k = 0; k < count; k++) {
			const [from, to] = [
				i + k < nextOld ? gone[i + k] : null,
				j + k < nextFresh ? come[j + k] : null
			];
			changes.push({ line: start + Math.min(i + k, nextOld) + 1, before: from, after: to });
		}
		[i, j] = [nextOld + 1, nextFresh + 1];
	}
	return changes;
}

/** Pairs of indices of a longest common subsequence. */
function commonLines(
	one: readonly string[],
	other: readonly string[]
): (readonly [number, number])[] {
	const length = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
	for (let i = one.length - 1; i >= 0; i--)
		for (let j = other.length - 1; j >= 0; j--)
			length[i][j] =
				one[i] === other[j]
					? length[i + 1][j + 1] + 1
					: Math.max(length[i + 1][j], length[i][j + 1]);
	const pairs: (readonly [number, number])[] = [];
	let [i, j] = [0, 0];
	while (i < one.length && j < other.length) {
		if (one[i] === other[j]) pairs.push([i++, j++]);
		else if (length[i + 1][j] >= length[i][j + 1]) i++;
		else j++;
	}
	return pairs;
}

/** The part of a line, as offsets, in which it differs from `other`. */
export function changedPart(line: string, other: string): readonly [from: number, to: number] {
	const most = Math.min(line.length, other.length);
	let from = 0;
	while (from < most && line[from] === other[from]) from++;
	let tail = 0;
	while (tail < most - from && line[line.length - 1 - tail] === other[other.length - 1 - tail])
		tail++;
	return [from, line.length - tail];
}

/** A token of a changed line, or part of one. */
export interface Piece extends Token {
	readonly isChanged: boolean;
}

/** A line without its indentation; what differs from `other` begins and ends between two pieces. */
export function piecesOf(line: string, other: string | null): Piece[] {
	const [from, to] = other === null ? [0, 0] : changedPart(line, other);
	const indent = line.search(/\S|$/);
	return tokenize(line)[0].flatMap(({ kind, text, from: at }) => {
		const end = at + text.length;
		// a name that changes in part is another name; where the other only has more, both cuts are one
		const cuts = kind === 'plain' ? new Set([from, to]) : [];
		const bounds = [at, ...[...cuts].filter((cut) => cut > at && cut < end), end];
		return bounds.slice(1).flatMap((until, i) => {
			const start = bounds[i];
			const piece = { kind, text: line.slice(start, until), from: start };
			return start < indent ? [] : [{ ...piece, isChanged: start < to && until > from }];
		});
	});
}
