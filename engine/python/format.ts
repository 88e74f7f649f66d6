/**
 * How Python writes numbers and strings: `repr`, and `format(value, spec)` as f-strings use it.
 * A Python int is a bigint here, a float a number, a bool a boolean, a str a string.
 */
import { floatText, isNegative } from './digits.ts';
import { PythonError } from './errors.ts';
import { invalid, parseSpec, unknownType, type FormatSpec } from './format-spec.ts';

/** A number taken apart for padding: the sign and prefix stay left of zeros, the rest right. */
interface Parts {
	readonly sign: string;
	readonly prefix: string;
	/** What grouping and zero padding work on. */
	readonly digits: string;
	readonly rest: string;
}

/** Python's repr (and str) of a float: the shortest digits that read back as it. */
export function formatFloat(x: number): string {
	return (isNegative(x) ? '-' : '') + floatText(x, '', undefined, false);
}

/** Python's repr of a str: quoted, with escapes for what cannot be seen. */
export function formatString(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const escaped = text.replace(/[\\'"]|(?! )[\p{C}\p{Z}]/gu, (c) => {
		if (c === '\\' || c === quote) return `\\${c}`;
		return c === "'" || c === '"' ? c : escapeOf(c);
	});
	return quote + escaped + quote;
}

/** Python's `float(text)`; ValueError where the text is not a number. */
export function parseFloatLiteral(text: string): number {
	const bare = text.trim().replace(/(?<=\d)_(?=\d)/g, '');
	if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare)) return Number(bare);
	const special = /^([-+]?)(?:(inf|infinity)|nan)$/i.exec(bare);
	if (special === null) throw invalid(`could not convert string to float: ${formatString(text)}`);
	if (special[2] === undefined) return NaN;
	return special[1] === '-' ? -Infinity : Infinity;
}

/** Python's `format(value, spec)`. Throws its ValueError where the spec does not fit the value. */
export function formatSpec(value: bigint | number | string | boolean, spec: string): string {
	if (typeof value === 'string') return stringSpec(value, parseSpec(spec, 'str', '<'));
	if (typeof value === 'number') return floatSpec(value, parseSpec(spec, 'float', '>'), 'float');
	if (typeof value === 'bigint') return intSpec(value, parseSpec(spec, 'int', '>'), 'int');
	if (spec === '') return value ? 'True' : 'False';
	return intSpec(BigInt(value), parseSpec(spec, 'bool', '>'), 'bool');
}

function floatSpec(value: number, spec: FormatSpec, typeName: string): string {
	if (!/^[eEfFgGn%]?$/.test(spec.type)) throw unknownType(spec.type, typeName);
	const percent = spec.type === '%';
	const type = percent ? 'f' : spec.type === 'n' ? 'g' : spec.type;
	const x = percent ? value * 100 : value;
	const text = floatText(x, type, spec.precision, spec.alternate);
	const negative = isNegative(x) && !(spec.positiveZero && /^[0.]+(e|$)/i.test(text));
	const digits = /^\d*/.exec(text)?.[0] ?? '';
	const rest = text.slice(digits.length) + (percent ? '%' : '');
	return padNumber({ sign: signOf(negative, spec), prefix: '', digits, rest }, spec);
}

function intSpec(value: bigint, spec: FormatSpec, typeName: string): string {
	if (/^[eEfFgG%]$/.test(spec.type)) return floatSpec(toFloat(value), spec, typeName);
	if (!/^[bcdnoxX]?$/.test(spec.type)) throw unknownType(spec.type, typeName);
	if (spec.precision !== undefined) {
		throw invalid('Precision not allowed in integer format specifier');
	}
	if (spec.positiveZero) {
		throw invalid('Negative zero coercion (z) not allowed in integer format specifier');
	}
	if (spec.type === 'c') return characterSpec(value, spec);
	const base = { b: 2, o: 8, x: 16, X: 16 }[spec.type] ?? 10;
	const prefix = spec.alternate && base !== 10 ? `0${spec.type}` : '';
	const text = (value < 0n ? -value : value).toString(base);
	const digits = spec.type === 'X' ? text.toUpperCase() : text;
	return padNumber({ sign: signOf(value < 0n, spec), prefix, digits, rest: '' }, spec, base);
}

function characterSpec(value: bigint, spec: FormatSpec): string {
	if (spec.sign) throw invalid("Sign not allowed with integer format specifier 'c'");
	if (spec.alternate) {
		throw invalid("Alternate form (#) not allowed with integer format specifier 'c'");
	}
	return padNumber({ sign: '', prefix: '', digits: '', rest: characterOf(value) }, spec);
}

/** Python's chr for a format; OverflowError outside Unicode. */
function characterOf(value: bigint): string {
	if (value < 0n || value > 0x10ffffn) {
		throw new PythonError('OverflowError', '%c arg not in range(0x110000)');
	}
	return String.fromCodePoint(Number(value));
}

function stringSpec(text: string, spec: FormatSpec): string {
	if (!/^s?$/.test(spec.type)) throw unknownType(spec.type, 'str');
	const refuse = (what: string) => invalid(`${what} not allowed in string format specifier`);
	if (spec.sign) throw refuse(spec.sign === ' ' ? 'Space' : 'Sign');
	if (spec.positiveZero) throw refuse('Negative zero coercion (z)');
	if (spec.alternate) throw refuse('Alternate form (#)');
	if (spec.align === '=') throw refuse("'=' alignment");
	const points = [...text];
	return pad(points.slice(0, spec.precision ?? points.length).join(''), spec);
}

/** An int as the nearest float; OverflowError beyond the largest. */
function toFloat(value: bigint): number {
	const x = Number(value);
	if (Number.isFinite(x)) return x;
	throw new PythonError('OverflowError', 'int too large to convert to float');
}

function signOf(negative: boolean, spec: FormatSpec): string {
	if (negative) return '-';
	return spec.sign === '-' ? '' : spec.sign;
}

function padNumber({ sign, prefix, digits, rest }: Parts, spec: FormatSpec, base = 10): string {
	const size = base === 10 ? 3 : 4;
	const left = sign + prefix;
	const zeros = spec.fill === '0' && spec.align === '=';
	const least = zeros ? spec.width - left.length - rest.length : 0;
	const body =
		(digits && spec.grouping ? grouped(digits, size, spec.grouping, least) : digits) + rest;
	if (spec.align !== '=') return pad(left + body, spec);
	return left + spec.fill.repeat(Math.max(0, spec.width - [...(left + body)].length)) + body;
}

/** Separators every `size` digits, with zeros in front until `least` characters are reached. */
function grouped(digits: string, size: number, separator: string, least: number): string {
	// A group of `size` digits takes one character more than its digits.
	const spare = Math.ceil((least * size) / (size + 1));
	const separate = (text: string) =>
		text.replace(new RegExp(`(?!^)(?=(?:\\w{${size}})+$)`, 'g'), separator);
	const padded = separate(digits.padStart(spare, '0'));
	return padded.length >= least ? padded : separate(digits.padStart(spare + 1, '0'));
}

function pad(text: string, { fill, align, width }: FormatSpec): string {
	const missing = Math.max(0, width - [...text].length);
	const before = align === '<' ? 0 : align === '^' ? Math.floor(missing / 2) : missing;
	return fill.repeat(before) + text + fill.repeat(missing - before);
}

/** `\n`, `\x07`, `\u200b`, `\U0001f600`: how Python names a character it does not show. */
function escapeOf(character: string): string {
	const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
	if (named !== undefined) return named;
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
	return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
