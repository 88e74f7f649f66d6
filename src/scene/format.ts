/**
 * Numbers as text that does not dance: a fixed count of significant digits, a true minus sign,
 * powers of ten with superscripts. Nothing here depends on the machine's locale unless asked.
 */

const MINUS = '−';
/** Narrow no-break space: groups digits without reading as a decimal sign in any locale. */
const THIN = '\u202f';

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `-12` as `⁻¹²`. */
export function superscript(integer: number): string {
	const digits = [...String(Math.abs(integer))].map((digit) => SUPERSCRIPT[Number(digit)]);
	return (integer < 0 ? '⁻' : '') + digits.join('');
}

function special(value: number): string | null {
	if (Number.isNaN(value)) return 'NaN';
	if (value === Infinity) return '∞';
	if (value === -Infinity) return `${MINUS}∞`;
	return null;
}

function minus(text: string): string {
	return text.replace('-', MINUS);
}

/** `m×10ⁿ` with `digits` significant digits. */
function scientific(value: number, digits: number): string {
	const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
	return `${minus(mantissa)}×10${superscript(Number(exponent))}`;
}

/**
 * `digits` significant digits, trailing zeros kept: 0.5 is `0.5000` with 4. Powers of ten below
 * 1e-3 and from 10^(digits+2) on, where a plain number would pretend to know more.
 */
export function formatNumber(value: number, digits = 4): string {
	const word = special(value);
	if (word !== null) return word;
	if (value === 0) return '0';
	const magnitude = Math.abs(value);
	if (magnitude < 1e-3 || magnitude >= 10 ** (digits + 2)) return scientific(value, digits);
	const whole = Math.floor(Math.log10(Number(magnitude.toPrecision(digits)))) + 1;
	return minus(value.toFixed(Math.max(0, digits - whole)));
}

/** An integer with its thousands set apart, in the manner of `locale` if given: `29 428 662`. */
export function formatInteger(value: number, locale?: string): string {
	const word = special(value);
	if (word !== null) return word;
	const rounded = Math.round(value);
	if (locale !== undefined) return minus(rounded.toLocaleString(locale));
	return minus(String(rounded).replace(/\B(?=(\d{3})+$)/g, THIN));
}

/** A loss: whole with thousands from 1e5 to 1e10, else six significant digits. */
export function formatLoss(value: number, locale?: string): string {
	const magnitude = Math.abs(value);
	return magnitude >= 1e5 && magnitude < 1e10
		? formatInteger(value, locale)
		: formatNumber(value, 6);
}

/** At most six characters, for a cell: `−0.73`, `12.4`, `−124`, `3×10⁵`; integers stay integers. */
export function formatCell(value: number): string {
	const word = special(value);
	if (word !== null) return word;
	const magnitude = Math.abs(value);
	if (Number.isInteger(value) && magnitude < 1e5) return minus(String(value));
	if (magnitude < 0.005 || magnitude >= 99_999.5) return scientific(value, 1);
	const digits = magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0;
	return minus(value.toFixed(digits));
}

/** Bytes in millions, to one digit behind the point. */
export function formatMegabytes(bytes: number): string {
	return (bytes / 1e6).toFixed(1);
}
