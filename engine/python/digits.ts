/**
 * Floats as decimal text, correctly rounded as Python rounds them: half to even on the exact
 * binary value. JavaScript's own toFixed and toPrecision round ties up, hence this module.
 */

/** Digits d₀d₁d₂… that stand for d₀.d₁d₂… × 10^exponent. */
interface Decimal {
	readonly digits: string;
	readonly exponent: number;
}

/** No float64 has more digits after its point than this. */
const MOST_PLACES = 1074;

/** |x| in one of Python's float types (`''` is repr); also `inf` and `nan`. */
export function floatText(
	x: number,
	type: string,
	precision: number | undefined,
	alternate: boolean
): string {
	const upper = /[EFG]/.test(type);
	if (!Number.isFinite(x)) {
		const name = Number.isNaN(x) ? 'nan' : 'inf';
		return upper ? name.toUpperCase() : name;
	}
	const text = finiteText(x, type.toLowerCase(), precision, alternate);
	return upper ? text.toUpperCase() : text;
}

function finiteText(
	x: number,
	type: string,
	precision: number | undefined,
	alternate: boolean
): string {
	const places = precision ?? 6;
	if (type === 'f') return fixed(x, places) + (alternate && places === 0 ? '.' : '');
	if (type === 'e') return withExponent(significant(x, places + 1), alternate);
	const repr = type === '' && precision === undefined;
	const count = repr ? 16 : Math.max(places, 1);
	const decimal = repr ? shortest(x) : significant(x, count);
	const digits = alternate || repr ? decimal.digits : decimal.digits.replace(/(?!^)0+$/, '');
	const { exponent } = decimal;
	const limit = type === '' && !repr ? count - 1 : count;
	if (exponent < -4 || exponent >= limit) return withExponent({ digits, exponent }, alternate);
	const text = withPoint({ digits, exponent });
	if (text.includes('.')) return text;
	return type === '' ? `${text}.0` : text + (alternate ? '.' : '');
}

export function isNegative(x: number): boolean {
	return x < 0 || Object.is(x, -0);
}

/** Finite x rounded to `places` digits after the point (before it where negative), ties to even. */
export function digitsRounded(x: number, places: number): number {
	if (places > MOST_PLACES || x === 0) return x;
	const size = places < -400 ? 0 : Number(`${scaled(x, places)}e${-places}`);
	return isNegative(x) ? -size : size;
}

/** |x| as an exact fraction. */
function fractionOf(x: number): { top: bigint; bottom: bigint } {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, x);
	const bits = view.getBigUint64(0);
	const field = (bits >> 52n) & 0x7ffn;
	const low = bits & 0xfffffffffffffn;
	const mantissa = field === 0n ? low : low | (1n << 52n);
	const exponent = (field === 0n ? 1n : field) - 1075n;
	return exponent < 0n
		? { top: mantissa, bottom: 1n << -exponent }
		: { top: mantissa << exponent, bottom: 1n };
}

/** |x| · 10^places as the nearest integer, ties to even. */
function scaled(x: number, places: number): bigint {
	let { top, bottom } = fractionOf(x);
	if (places < 0) bottom *= 10n ** BigInt(-places);
	else top *= 10n ** BigInt(places);
	const whole = top / bottom;
	const twice = 2n * (top % bottom);
	const up = twice > bottom || (twice === bottom && whole % 2n === 1n);
	return up ? whole + 1n : whole;
}

/** Finite |x| with exactly `places` digits after the point; no point where there are none. */
function fixed(x: number, places: number): string {
	const exact = Math.min(places, MOST_PLACES);
	const digits = scaled(x, exact)
		.toString()
		.padStart(exact + 1, '0');
	const whole = digits.slice(0, digits.length - exact);
	if (places === 0) return whole;
	return `${whole}.${digits.slice(whole.length).padEnd(places, '0')}`;
}

/** Finite |x| rounded to `count` significant digits. */
function significant(x: number, count: number): Decimal {
	if (x === 0) return { digits: '0'.repeat(count), exponent: 0 };
	let { exponent } = shortest(x);
	for (;;) {
		// Beyond the last binary digit there are only zeros: do not compute them.
		const places = Math.min(count - 1 - exponent, MOST_PLACES);
		const digits = scaled(x, places).toString();
		const length = places + exponent + 1;
		if (digits.length === length) return { digits: digits.padEnd(count, '0'), exponent };
		exponent += digits.length > length ? 1 : -1;
	}
}

/** The fewest digits that read back as |x|, which are Python's repr digits too. */
function shortest(x: number): Decimal {
	const [mantissa, exponent] = Math.abs(x).toExponential().split('e');
	return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** d.ddd; `1.e+20` has no digits after its point, so a bare integer gets no point here. */
function withPoint({ digits, exponent }: Decimal): string {
	if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	const rest = digits.slice(exponent + 1);
	return rest === '' ? whole : `${whole}.${rest}`;
}

/** d.ddde±xx, the exponent with at least two digits; `point` keeps a bare point. */
function withExponent({ digits, exponent }: Decimal, point = false): string {
	const dot = digits.length > 1 || point ? '.' : '';
	const power = String(Math.abs(exponent)).padStart(2, '0');
	return `${digits[0]}${dot}${digits.slice(1)}e${exponent < 0 ? '-' : '+'}${power}`;
}
