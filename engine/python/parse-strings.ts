/** String literals: escapes, adjacent pieces, and f-strings with their replacement fields. */
import type { Expression, FStringPart } from './ast.ts';
import type { Reader } from './parse-reader.ts';
import { readElements } from './parse-elements.ts';
import type { Syntax } from './parse-tree.ts';

interface Literal {
	readonly prefix: string;
	readonly raw: boolean;
	/** Where the text between the quotes lies. */
	readonly from: number;
	readonly to: number;
}

/** A String, FormatString or ContinuedString node. */
export function readString(reader: Reader, node: Syntax): Expression {
	const pieces = node.name === 'ContinuedString' ? node.children : [node];
	const literals = pieces.map((piece) => describe(reader, piece));
	const bytes = literals.filter(({ prefix }) => prefix.includes('b'));
	if (bytes.length > 0) {
		if (bytes.length < literals.length) reader.fail('cannot mix bytes and nonbytes literals', node);
		reader.unsupported('bytes (`b"…"`) are', node, 'leave out the b');
	}
	const parts: FStringPart[] = [];
	pieces.forEach((piece, index) => {
		const literal = literals[index];
		if (literal) addParts(reader, piece, literal, parts);
	});
	const at = reader.at(node);
	if (pieces.some(({ name }) => name === 'FormatString')) {
		return { kind: 'JoinedStr', parts: joinTexts(parts), at };
	}
	return {
		kind: 'String',
		value: parts.map((part) => (part.kind === 'text' ? part.value : '')).join(''),
		at
	};
}

function describe(reader: Reader, node: Syntax): Literal {
	const start = /^(\w*)('''|"""|'|")/.exec(reader.source.slice(node.from, node.from + 5));
	const [, prefix = '', quote = ''] = start ?? [];
	const from = node.from + prefix.length + quote.length;
	return { prefix: prefix.toLowerCase(), raw: /r/i.test(prefix), from, to: node.to - quote.length };
}

/** The text and the fields of one piece, in order. */
function addParts(reader: Reader, node: Syntax, literal: Literal, parts: FStringPart[]): void {
	const format = literal.prefix.includes('f');
	const text = (from: number, to: number): void => {
		const value = decode(reader, { ...literal, from, to }, format);
		if (value !== '') parts.push({ kind: 'text', value });
	};
	let done = literal.from;
	for (const field of node.children) {
		if (field.name !== 'FormatReplacement') continue;
		text(done, field.from);
		parts.push(readField(reader, field, literal));
		done = field.to;
	}
	text(done, literal.to);
}

function readField(reader: Reader, node: Syntax, literal: Literal): FStringPart {
	const named = (name: string) => node.children.find((child) => child.name === name);
	const end = node.children.findIndex(({ name }) =>
		/^(?:Format(?:SelfDoc|Conversion|Spec)|\})$/.test(name)
	);
	const elements = node.children.slice(1, end);
	const value = readElements(reader, elements, node);
	const [selfDoc, spec] = [named('FormatSelfDoc'), named('FormatSpec')];
	const conversion = named('FormatConversion');
	const format: FStringPart[] = [];
	if (spec) {
		const inner = { ...spec, from: spec.from + 1 };
		addParts(reader, inner, { ...literal, prefix: '', from: inner.from, to: inner.to }, format);
	}
	const debug = selfDoc
		? /^[^]*=\s*/.exec(reader.source.slice(node.from + 1, nextAfter(node, selfDoc)))?.[0]
		: '';
	const letter = conversion ? reader.text(conversion).slice(1) : selfDoc && !spec ? 'r' : '';
	return {
		kind: 'value',
		value,
		conversion: letter as '' | 'r' | 's' | 'a',
		format: joinTexts(format),
		debug: debug ?? ''
	};
}

/** Where what follows `child` starts. */
function nextAfter(node: Syntax, child: Syntax): number {
	return node.children[node.children.indexOf(child) + 1]?.from ?? node.to;
}

/** Neighbouring texts as one. */
function joinTexts(parts: readonly FStringPart[]): FStringPart[] {
	const joined: FStringPart[] = [];
	for (const part of parts) {
		const last = joined.at(-1);
		if (part.kind === 'text' && last?.kind === 'text') {
			joined[joined.length - 1] = { kind: 'text', value: last.value + part.value };
		} else joined.push(part);
	}
	return joined;
}

const escapes: Readonly<Record<string, string>> = {
	'\n': '',
	'\\': '\\',
	"'": "'",
	'"': '"',
	a: '\x07',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v'
};
const widths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const escape = /\\(?:([0-7]{1,3})|([xuU])([\da-fA-F]{0,8})|N\{[^}]*\}?|([^]))/g;

/** The text of a literal as Python has it; in f-strings doubled braces are single ones. */
function decode(reader: Reader, literal: Literal, format: boolean): string {
	const source = reader.text(literal).replace(/\r\n?/g, '\n');
	const text = format ? source.replace(/\{\{|\}\}/g, (pair) => pair.slice(1)) : source;
	if (literal.raw || !text.includes('\\')) return text;
	return text.replace(
		escape,
		(whole, octal: string | undefined, kind: string | undefined, hex = '', simple = '') => {
			if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
			if (kind !== undefined) return readHex(reader, literal, kind, String(hex));
			if (whole.startsWith('\\N')) {
				reader.unsupported(
					'characters by name (`\\N{…}`) are',
					literal,
					'write the character itself'
				);
			}
			return escapes[String(simple)] ?? whole;
		}
	);
}

function readHex(reader: Reader, literal: Literal, kind: string, hex: string): string {
	const width = widths[kind] ?? 2;
	if (hex.length < width) {
		const shape = `\\${kind}${'X'.repeat(width)}`;
		reader.fail(
			`(unicode error) 'unicodeescape' codec can't decode bytes: truncated ${shape} escape`,
			literal
		);
	}
	const code = parseInt(hex.slice(0, width), 16);
	if (code > 0x10ffff) {
		reader.fail(
			"(unicode error) 'unicodeescape' codec can't decode bytes: illegal Unicode character",
			literal
		);
	}
	return String.fromCodePoint(code) + hex.slice(width);
}
