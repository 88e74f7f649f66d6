/** Characters that no Python token starts with. */
import type { Fail } from './parse-tokens.ts';

const lookalikes: Readonly<Record<string, string>> = {
	'，': ',',
	'、': ',',
	'。': '.',
	'：': ':',
	'；': ';',
	'（': '(',
	'）': ')',
	'［': '[',
	'］': ']',
	'｛': '{',
	'｝': '}',
	'＝': '=',
	'＋': '+',
	'－': '-',
	'−': '-',
	'–': '-',
	'—': '-',
	'×': '*',
	'·': '*',
	'÷': '/',
	'＊': '*',
	'／': '/',
	'“': '"',
	'”': '"',
	'‘': "'",
	'’': "'",
	'≤': '<=',
	'≥': '>=',
	'≠': '!=',
	'→': '->',
	'＜': '<',
	'＞': '>',
	'＠': '@',
	'＃': '#'
};

/** Throws Python's error for the character at `at`; the hint names what was perhaps meant. */
export function checkCharacter(source: string, at: number, fail: Fail): never {
	const code = source.codePointAt(at) ?? 0;
	const character = String.fromCodePoint(code);
	const to = at + character.length;
	if (character === '\\') {
		if (/^(?:\r\n?|\n)?$/.test(source.slice(to, to + 3)))
			return fail('unexpected EOF while parsing', at, to);
		return fail('unexpected character after line continuation character', at, to);
	}
	const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
	if (/[\p{C}\p{Z}]/u.test(character)) {
		const hint = /\p{Z}/u.test(character) ? 'write an ordinary space' : 'delete it';
		return fail(`invalid non-printable character ${hex}`, at, to, { hint });
	}
	if (code < 128) return fail('invalid syntax', at, to);
	const meant = lookalikes[character];
	const hint = meant === undefined ? undefined : `write ${meant}`;
	return fail(`invalid character '${character}' (${hex})`, at, to, { hint });
}
