/** Python's format specification, the text after the colon in `f'{x:>10.4f}'`, read into its parts. */
import { PythonError } from './errors.ts';

export interface FormatSpec {
	readonly fill: string;
	readonly align: '<' | '>' | '=' | '^';
	readonly sign: '' | '+' | '-' | ' ';
	/** `z`: a value that rounds to zero loses its minus. */
	readonly positiveZero: boolean;
	/** `#`: keep the point and trailing zeros, or prefix 0b, 0o, 0x. */
	readonly alternate: boolean;
	readonly width: number;
	readonly grouping: '' | ',' | '_';
	/** Undefined where the specification names none. */
	readonly precision: number | undefined;
	/** '' where the specification names none. */
	readonly type: string;
}

/** Longest padding or precision; Python would try to allocate what it is told. */
const LONGEST = 1_000_000;

const PATTERN = new RegExp(
	'^(?:(?<fill>.)(?=[<>=^]))?(?<align>[<>=^])?(?<sign>[-+ ])?(?<z>z)?(?<alternate>#)?' +
		'(?<zero>0)?(?<width>\\d*)(?<grouping>,_|_,|[,_])?(?:\\.(?<precision>\\d*))?(?<type>.*)$',
	'su'
);

/**
 * Reads `spec` for a value of the Python type `typeName`; `align` is that type's own alignment.
 * Throws Python's ValueError for what the language does not allow for any type.
 */
export function parseSpec(spec: string, typeName: string, align: '<' | '>'): FormatSpec {
	const part: Record<string, string | undefined> = PATTERN.exec(spec)?.groups ?? {};
	const zero = part.fill === undefined && part.zero !== undefined;
	const width = readLength((zero ? '' : (part.zero ?? '')) + (part.width ?? ''));
	const type = part.type ?? '';
	const grouping = part.grouping ?? '';
	if (grouping.length > 1) throw invalid("Cannot specify both ',' and '_'.");
	if (part.precision === '') throw invalid('Format specifier missing precision');
	if ([...type].length > 1) {
		throw invalid(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
	}
	const own = type === '' && typeName === 'str' ? 's' : type;
	const groupable = grouping === '_' ? /^[deEfFgG%boxX]?$/ : /^[deEfFgG%]?$/;
	if (grouping !== '' && !groupable.test(own)) {
		throw invalid(`Cannot specify '${grouping}' with '${letterOf(own)}'.`);
	}
	return {
		fill: part.fill ?? (zero ? '0' : ' '),
		align: (part.align ?? (zero && align === '>' ? '=' : align)) as FormatSpec['align'],
		sign: (part.sign ?? '') as FormatSpec['sign'],
		positiveZero: part.z !== undefined,
		alternate: part.alternate !== undefined,
		width,
		grouping: grouping as FormatSpec['grouping'],
		precision: part.precision === undefined ? undefined : readLength(part.precision),
		type
	};
}

export function invalid(message: string): PythonError {
	return new PythonError('ValueError', message);
}

/** Python's words for a type letter that does not fit the value. */
export function unknownType(type: string, typeName: string): PythonError {
	return invalid(`Unknown format code '${letterOf(type)}' for object of type '${typeName}'`);
}

/** A type letter as messages show it: escaped unless it is visible ASCII. */
function letterOf(type: string): string {
	const code = type.codePointAt(0) ?? 0;
	return code > 32 && code < 128 ? type : `\\x${code.toString(16)}`;
}

/** A width or precision; refused beyond what is worth printing. */
export function readLength(digits: string): number {
	const value = Number(digits);
	if (value >= 2 ** 63) throw invalid('Too many decimal digits in format string');
	if (value > LONGEST) throw invalid(`width and precision may be at most ${LONGEST} here`);
	return value;
}
