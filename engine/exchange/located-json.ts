/** JSON that remembers where its values stand, so that what is wrong with one can be said at its place. */
import { FileError } from './problem.ts';

/** Objects are maps: `__proto__` is a key like any other. */
export interface Json {
	readonly value: null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>;
	/** Offset of its first character. */
	readonly at: number;
}

/** Deeper than any list for people goes. */
const MOST_DEPTH = 64;

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Throws a FileError that says where `text` stops being JSON. */
export function parseLocated(text: string): Json {
	let at = 0;

	function take(pattern: RegExp): string | null {
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0] ?? null;
		at += found?.length ?? 0;
		return found;
	}

	/** `sign` and what is blank around it, or nothing at all. */
	function skip(sign: string): boolean {
		take(SPACE);
		if (text[at] !== sign) return false;
		at++;
		take(SPACE);
		return true;
	}

	function expected(what: string): FileError {
		const found = at < text.length ? `'${String.fromCodePoint(text.codePointAt(at)!)}'` : 'its end';
		return wrongAt(text, at, `the file is not JSON: ${what} should be here, not ${found}`);
	}

	function valueAt(depth: number): Json {
		take(SPACE);
		const from = at;
		if (depth > MOST_DEPTH) throw wrongAt(text, from, 'this is nested too deeply');
		const plain = take(STRING) ?? take(NUMBER) ?? take(WORD);
		if (plain !== null) return { value: JSON.parse(plain) as Json['value'], at: from };
		if (skip('[')) return { value: elements(depth + 1), at: from };
		if (skip('{')) return { value: members(depth + 1), at: from };
		throw expected('a value');
	}

	function elements(depth: number): Json[] {
		const found: Json[] = [];
		if (skip(']')) return found;
		do found.push(valueAt(depth));
		while (skip(','));
		if (!skip(']')) throw expected("',' or ']'");
		return found;
	}

	function members(depth: number): Map<string, Json> {
		const found = new Map<string, Json>();
		if (skip('}')) return found;
		do {
			const from = at;
			const key = take(STRING);
			if (key === null) throw expected('a key in double quotes');
			const name = JSON.parse(key) as string;
			if (found.has(name)) throw wrongAt(text, from, `the key ${key} stands here twice`);
			if (!skip(':')) throw expected("':'");
			found.set(name, valueAt(depth));
		} while (skip(','));
		if (!skip('}')) throw expected("',' or '}'");
		return found;
	}

	const whole = valueAt(0);
	take(SPACE);
	if (at < text.length) throw expected('the end of the file');
	return whole;
}

/** What is wrong with a text, and where. */
export function wrongAt(text: string, at: number, what: string): FileError {
	const before = text.slice(0, at).split('\n');
	return new FileError(`line ${before.length}, column ${before.at(-1)!.length + 1}: ${what}`);
}
