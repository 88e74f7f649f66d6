/** Insertions and replacements in a text, all by offsets of the text as it was. */

export interface Replacement {
	readonly from: number;
	readonly to: number;
	readonly text: string;
}

export function withReplacements(source: string, replacements: readonly Replacement[]): string {
	let result = '';
	let at = 0;
	for (const { from, to, text } of [...replacements].sort((a, b) => a.from - b.from)) {
		result += source.slice(at, from) + text;
		at = to;
	}
	return result + source.slice(at);
}
