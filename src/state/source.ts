/** A lesson's source as the code view shows it: coloured pieces, and the numbers at its top. */

export type TokenKind = 'comment' | 'string' | 'number' | 'keyword' | 'name' | 'plain';

export interface Token {
	readonly kind: TokenKind;
	readonly text: string;
	/** Offset in the source. */
	readonly from: number;
}

const PIECES = new RegExp(
	[
		/(?<comment>#[^\n]*)/,
		/(?<string>[rbfu]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))/,
		/(?<number>\b\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?)/,
		/(?<name>[A-Za-z_]\w*)/,
		/(?<plain>\s+|[^\s\w#'"]+|.)/
	]
		.map((piece) => piece.source)
		.join('|'),
	'gi'
);

const KEYWORDS = new Set(
	(
		'and as assert break class continue def del elif else False finally for from global if import in is ' +
		'lambda None nonlocal not or pass raise return True try while with yield'
	).split(' ')
);

function kindOf(groups: Record<string, string | undefined>): TokenKind {
	if (groups.name !== undefined) return KEYWORDS.has(groups.name) ? 'keyword' : 'name';
	return (
		(['comment', 'string', 'number'] as const).find((kind) => groups[kind] !== undefined) ?? 'plain'
	);
}

/** The source cut into lines of tokens; the tokens of all lines, with newlines between, are the source. */
export function tokenize(source: string): Token[][] {
	const lines: Token[][] = [[]];
	for (const match of source.matchAll(PIECES)) {
		const kind = kindOf(match.groups ?? {});
		let from = match.index;
		match[0].split('\n').forEach((text, i) => {
			if (i > 0) lines.push([]);
			if (text !== '') lines[lines.length - 1].push({ kind, text, from });
			from += text.length + 1;
		});
	}
	return lines;
}

/** A number that a statement at the margin gives a name: `N, H = 64, 100` has two. */
export interface NamedNumber {
	readonly name: string;
	readonly value: number;
	/** Written as a whole number: a size or a count, where anything else is a rate. */
	readonly isWhole: boolean;
	/** Offsets of the number's text. */
	readonly from: number;
	readonly to: number;
}

const ASSIGNMENT = /^([A-Za-z_]\w*(?:[ \t]*,[ \t]*[A-Za-z_]\w*)*)[ \t]*=(?!=)[ \t]*([^#\n]+)/gm;

/** Every named number of the source, in order. */
export function namedNumbers(source: string): NamedNumber[] {
	const found: NamedNumber[] = [];
	for (const match of source.matchAll(ASSIGNMENT)) {
		const names = match[1].split(',').map((name) => name.trim());
		const values = match[2].split(',');
		if (names.length !== values.length) continue;
		let from = match.index + match[0].length - match[2].length;
		for (const [i, text] of values.entries()) {
			const number = text.trim();
			const start = from + text.indexOf(number);
			const value = Number(number.replaceAll('_', ''));
			if (/^\d/.test(number) && !Number.isNaN(value)) {
				const isWhole = /^[\d_]+$/.test(number);
				found.push({ name: names[i], value, isWhole, from: start, to: start + number.length });
			}
			from += text.length + 1;
		}
	}
	return found;
}

/** Named sizes for the picture: the whole numbers, as overridden. */
export function namedSizes(
	numbers: readonly NamedNumber[],
	overrides: Readonly<Record<string, number>>
): Record<string, number> {
	const whole = numbers.filter(({ isWhole, value }) => isWhole && value > 0);
	return Object.fromEntries(whole.map(({ name, value }) => [name, overrides[name] ?? value]));
}
