/**
 * A sum as it is written out: the terms that matter, the rest in one number, the total. Every
 * number is rounded correctly on its own, and the digits are chosen so that, as they stand
 * there, they add up.
 */
import { formatNumber, superscript } from './format.ts';

export interface Entry {
	/** Place among the terms; null for the rest. */
	readonly term: number | null;
	/** How many terms it stands for. */
	readonly count: number;
	readonly value: number;
	readonly text: string;
	/** −1 … 1, in parts of the largest entry. */
	readonly part: number;
}

export interface Ledger {
	readonly entries: readonly Entry[];
	/** What the machine has, in the digits of the entries. */
	readonly total: string;
	/** The exact sum of the entries where its digits are not those of the total: rounding shows. */
	readonly exact: string | null;
	/** `×10⁻⁴` where every number stands for that many times itself, else empty. */
	readonly scale: string;
	/** Whether the entries, as written, add up to what is written under them. */
	readonly addsUp: boolean;
}

/** Digits of the largest number that are wanted, and how far to look for digits that add up. */
const DIGITS = 4;
const DETOURS = [0, 1, -1, 2];
/** Whole numbers up to here are written out. */
const LARGEST = 1e8;

interface Sum {
	/** Indices of the terms that are shown. */
	readonly shown: readonly number[];
	readonly values: readonly number[];
	readonly exact: number;
	readonly value: number;
}

interface Digits {
	readonly power: number;
	readonly decimals: number;
}

function unitsOf(value: number, { power, decimals }: Digits): number {
	return Math.round((value / 10 ** power) * 10 ** decimals);
}

function write(value: number, digits: Digits): string {
	if (!Number.isFinite(value)) return formatNumber(value);
	const units = unitsOf(value, digits);
	const text = (Math.abs(units) / 10 ** digits.decimals).toFixed(digits.decimals);
	const grouped = text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, '\u202f');
	return (units < 0 ? '−' : '') + grouped;
}

/** Power of ten and decimals that give the largest of `values` its digits. */
function digitsFor(values: readonly number[]): Digits {
	const most = Math.max(...values.map(Math.abs).filter(Number.isFinite), 0);
	if (most === 0) return { power: 0, decimals: 0 };
	const exponent = Math.floor(Math.log10(most));
	const power = most >= LARGEST || exponent < -3 ? exponent : 0;
	return { power, decimals: Math.max(0, DIGITS - 1 - (exponent - power)) };
}

/** The terms by what they contribute; what is no number comes first, since it decides. */
export function byWeight(terms: ArrayLike<number>): number[] {
	const weight = Array.from(terms, (term) => (Number.isNaN(term) ? Infinity : Math.abs(term)));
	return [...weight.keys()].sort((a, b) => weight[b] - weight[a] || a - b);
}

function sumOf(terms: ArrayLike<number>, order: readonly number[], room: number) {
	// one term more takes no more room than "the other term"
	const shown = order.length <= room + 1 ? order : order.slice(0, room);
	const rest = order.slice(shown.length).reduce((sum, index) => sum + terms[index], 0);
	return { shown, values: [...shown.map((index) => terms[index]), rest] };
}

function addsUpTo(sum: Sum, target: number, digits: Digits): boolean {
	const units = sum.values.reduce((total, value) => total + unitsOf(value, digits), 0);
	return units === unitsOf(target, digits);
}

/** What is tried in turn: the wanted digits with all the room, then other digits, then fewer terms. */
function* attempts(terms: ArrayLike<number>, exact: number, value: number, room: number) {
	const order = byWeight(terms);
	for (let less = 0; less <= Math.min(2, room - 1); less++) {
		const sum: Sum = { ...sumOf(terms, order, room - less), exact, value };
		const digits = digitsFor([...sum.values, value]);
		for (const detour of DETOURS) {
			const decimals = digits.decimals + detour;
			if (decimals >= 0) yield { sum, digits: { ...digits, decimals } };
		}
		if (order.length <= room) return;
	}
}

/**
 * Writes out that `terms` make `value`, of which `exact` is the sum in float64. At most `room`
 * terms are shown, or all where that is one more.
 */
export function createLedger(
	terms: ArrayLike<number>,
	exact: number,
	value: number,
	room: number
): Ledger {
	const tries = [...attempts(terms, exact, value, room)];
	const isSame = ({ digits }: (typeof tries)[number]) =>
		unitsOf(exact, digits) === unitsOf(value, digits);
	const holds = (attempt: (typeof tries)[number]) => addsUpTo(attempt.sum, exact, attempt.digits);
	const found = tries.find((each) => isSame(each) && holds(each)) ?? tries.find(holds);
	const { sum, digits } = found ?? tries[0];
	return {
		entries: entriesOf(sum, digits, terms.length),
		total: write(value, digits),
		exact: write(exact, digits) === write(value, digits) ? null : write(exact, digits),
		scale: digits.power === 0 ? '' : `×10${superscript(digits.power)}`,
		addsUp: found !== undefined
	};
}

function entriesOf({ shown, values }: Sum, digits: Digits, count: number): Entry[] {
	const most = Math.max(...values.map(Math.abs).filter(Number.isFinite), Number.MIN_VALUE);
	const entry = (term: number | null, value: number, stands: number): Entry => {
		const part = Number.isFinite(value) ? value / most : value > 0 ? 1 : value < 0 ? -1 : 0;
		return { term, count: stands, value, text: write(value, digits), part };
	};
	const entries = shown.map((term, i) => entry(term, values[i], 1));
	const others = count - shown.length;
	return others > 0 ? [...entries, entry(null, values.at(-1)!, others)] : entries;
}
