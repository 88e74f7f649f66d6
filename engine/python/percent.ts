/** Python's `template % values`, the older way to format: `'%.4f' % loss`. */
import { floatText, isNegative } from './digits.ts';
import { PythonError } from './errors.ts';
import { readLength } from './format-spec.ts';
import { formatFloat, formatSpec, formatString } from './format.ts';

/** A number, bool or str as in `formatSpec`; anything else by its texts. */
export type PercentValue =
	| bigint
	| number
	| boolean
	| string
	| {
			readonly typeName: string;
			readonly str: string;
			readonly repr: string;
			/** What a tensor of one element is for %d and %f. */
			readonly number?: bigint | number;
	  };

interface Directive {
	readonly flags: string;
	readonly width: number;
	readonly precision: number | undefined;
	readonly letter: string;
}

const DIRECTIVE = /%(%|([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.?))/gsu;

/**
 * Fills `template` with `values`: the items of a tuple, or the one value that is no tuple.
 * Throws Python's TypeError or ValueError where they do not fit. Names, `%(a)d`, are refused.
 */
export function formatPercent(template: string, values: readonly PercentValue[]): string {
	let used = 0;
	function take(): PercentValue {
		if (used < values.length) return values[used++];
		throw typeError('not enough arguments for format string');
	}
	function count(text: string | undefined): number {
		if (text !== '*') return readLength(text ?? '');
		const value = take();
		if (typeof value !== 'bigint' && typeof value !== 'boolean') throw typeError('* wants int');
		const size = readLength(String(Math.abs(Number(value))));
		return Number(value) < 0 ? -size : size;
	}
	const out = template.replace(
		DIRECTIVE,
		(all, body: string, flags = '', width = '', precision, letter = '', at = 0) => {
			if (body === '%') return '%';
			if (letter === '(') throw typeError('format requires a mapping');
			const wide = count(width);
			const directive = {
				flags: flags + (wide < 0 ? '-' : ''),
				width: Math.abs(wide),
				precision: precision === undefined ? undefined : Math.max(0, count(precision)),
				letter
			};
			if (letter === '') throw new PythonError('ValueError', 'incomplete format');
			return fill(directive, take(), at + all.length - 1);
		}
	);
	if (used < values.length) {
		throw typeError('not all arguments converted during string formatting');
	}
	return out;
}

/** One value; `index` is the place of the directive's letter, for the message. */
function fill(directive: Directive, value: PercentValue, index: number): string {
	const { letter, precision } = directive;
	if (/[sra]/.test(letter)) {
		return pad(directive, '', [...textOf(letter, value)].slice(0, precision).join(''));
	}
	if (letter === 'c') return pad(directive, '', character(value));
	if (/[eEfFgG]/.test(letter)) {
		const x = floatOf(value);
		const text = floatText(x, letter, precision, directive.flags.includes('#'));
		return pad(directive, signOf(directive, isNegative(x)), text);
	}
	if (/[diuoxX]/.test(letter)) {
		const integer = integerOf(letter, value);
		const type = /[diu]/.test(letter) ? 'd' : letter;
		const digits = formatSpec(integer < 0n ? -integer : integer, type);
		const prefix = directive.flags.includes('#') && type !== 'd' ? `0${type}` : '';
		const sign = signOf(directive, integer < 0n) + prefix;
		return pad(directive, sign, digits.padStart(precision ?? 0, '0'));
	}
	const code = (letter.codePointAt(0) ?? 0).toString(16);
	throw new PythonError(
		'ValueError',
		`unsupported format character '${letter}' (0x${code}) at index ${index}`
	);
}

function pad({ flags, width, letter }: Directive, sign: string, text: string): string {
	const missing = Math.max(0, width - [...(sign + text)].length);
	if (flags.includes('-')) return sign + text + ' '.repeat(missing);
	const zeros = flags.includes('0') && !/[srac]/.test(letter);
	return zeros ? sign + '0'.repeat(missing) + text : ' '.repeat(missing) + sign + text;
}

function signOf({ flags }: Directive, negative: boolean): string {
	if (negative) return '-';
	return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function textOf(letter: string, value: PercentValue): string {
	const text = letter === 's' ? strOf(value) : reprOf(value);
	if (letter !== 'a') return text;
	return text.replace(/[^\0-\x7f]/gu, (c) => {
		const hex = (c.codePointAt(0) ?? 0).toString(16);
		if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
		return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
	});
}

function strOf(value: PercentValue): string {
	if (typeof value === 'object') return value.str;
	return typeof value === 'string' ? value : reprOf(value);
}

function reprOf(value: PercentValue): string {
	if (typeof value === 'object') return value.repr;
	if (typeof value === 'string') return formatString(value);
	return typeof value === 'number' ? formatFloat(value) : formatSpec(value, '');
}

function character(value: PercentValue): string {
	if (typeof value === 'bigint' || typeof value === 'boolean') {
		return formatSpec(BigInt(value), 'c');
	}
	if (typeof value === 'string' && [...value].length === 1) return value;
	throw typeError('%c requires int or char');
}

function floatOf(given: PercentValue): number {
	const value = (typeof given === 'object' ? given.number : undefined) ?? given;
	if (typeof value === 'string' || typeof value === 'object') {
		throw typeError(`must be real number, not ${nameOf(value)}`);
	}
	return Number(value);
}

function integerOf(letter: string, given: PercentValue): bigint {
	const value = (typeof given === 'object' ? given.number : undefined) ?? given;
	if (typeof value === 'bigint' || typeof value === 'boolean') return BigInt(value);
	const decimal = /[diu]/.test(letter);
	if (typeof value !== 'number' || !decimal) {
		const wanted = decimal ? 'a real number' : 'an integer';
		throw typeError(`%${letter} format: ${wanted} is required, not ${nameOf(value)}`);
	}
	if (Number.isNaN(value)) {
		throw new PythonError('ValueError', 'cannot convert float NaN to integer');
	}
	if (!Number.isFinite(value)) {
		throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
	}
	return BigInt(Math.trunc(value));
}

function nameOf(value: PercentValue): string {
	if (typeof value === 'object') return value.typeName;
	return typeof value === 'string' ? 'str' : 'float';
}

function typeError(message: string): PythonError {
	return new PythonError('TypeError', message);
}
