/** Two losses digit by digit: what they share, and where they part. */
import type { Precision } from '#engine';

const MINUS = '−';
/** Significant digits that tell every number of a precision from its neighbours, and binary ones behind the first. */
const DIGITS: Readonly<Record<Precision, number>> = { float32: 9, float64: 17 };
const BITS: Readonly<Record<Precision, number>> = { float32: 23, float64: 52 };
/** Powers of ten between which a number is written out. */
const [LEAST, MOST] = [-5, 15];

export interface Digits {
	/** From the left, as far as both agree. */
	readonly shared: string;
	/** The digits from the first that differs; both empty where none does. */
	readonly rest: readonly [string, string];
}

/** Both with the same places behind the point, so that digits stand under digits. */
export function digitsOf(one: number, other: number, precision: Precision): Digits {
	const texts = written([one, other], precision);
	const [a, b] = texts;
	let at = 0;
	while (at < a.length && a.length === b.length && a[at] === b[at]) at++;
	return { shared: a.slice(0, at), rest: [a.slice(at), b.slice(at)] };
}

function written(pair: readonly [number, number], precision: Precision): string[] {
	const size = Math.max(...pair.map(Math.abs));
	if (!Number.isFinite(size)) return pair.map(String);
	const power = size === 0 ? 0 : Math.floor(Math.log10(size));
	if (power < LEAST || power > MOST) {
		return pair.map((each) => signed(each.toExponential(DIGITS[precision] - 1)));
	}
	const places = size === 0 ? 1 : placesOf(size, precision);
	return pair.map((each) => signed(each.toFixed(places)));
}

/** Behind the point, as many as tell a number from its neighbours: no more than it has. */
function placesOf(size: number, precision: Precision): number {
	const spacing = 2 ** (Math.floor(Math.log2(size)) - BITS[precision] - 1);
	return Math.max(0, Math.ceil(-Math.log10(spacing)));
}

function signed(text: string): string {
	return text.replaceAll('-', MINUS);
}
