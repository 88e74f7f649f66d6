/**
 * The numbers at a lesson's top that the reader may change: reading what was typed, and refusing
 * what the page could not hold or compute, before anything is allocated.
 */
import type { Lesson } from '#engine/lessons/lesson.ts';
import type { Trace } from '#engine';
import { parseNumber } from '#scene/cell-text.ts';
import type { SceneModel, Tile } from '#scene/model.ts';
import type { NamedNumber } from './source.ts';

/** A matrix is a canvas with a pixel a cell; every browser draws canvases of this side. */
export const MOST_EXTENT = 4096;
/**
 * Numbers in one tensor: 4 MB of float32. At this limit and the next an iteration of the lesson with
 * every intermediate takes about 14 MB; half a dozen are kept, and each crosses from the worker.
 */
export const MOST_NUMBERS = 2 ** 20;
/**
 * Multiplications in the forward products of one iteration, 20 times the full lesson's. With the way
 * back the reference, the slowest backend, takes about half a second for them, which leaves Pause
 * within the second that an answer is given.
 */
export const MOST_PRODUCTS = 2 ** 27;

/** Why a typed number is not taken. */
export type NumberProblem =
	| {
			readonly kind: 'empty' | 'not-a-number' | 'not-whole' | 'negative' | 'below-one' | 'infinite';
	  }
	| { readonly kind: 'too-large'; readonly most: number }
	/** `label` would have so many numbers. */
	| { readonly kind: 'too-many'; readonly label: string; readonly count: number }
	| { readonly kind: 'too-slow'; readonly times: number };

export type Reading =
	| { readonly value: number; readonly problem: null }
	| { readonly value: null; readonly problem: NumberProblem };

const refuse = (problem: NumberProblem): Reading => ({ value: null, problem });

/** `1e-6` for what a plain number would hide behind zeros. */
export function numberText(value: number): string {
	return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

export function readNumber(text: string, isWhole: boolean): Reading {
	if (text.trim() === '') return refuse({ kind: 'empty' });
	const value = parseNumber(text);
	if (Number.isNaN(value)) return refuse({ kind: 'not-a-number' });
	if (!Number.isFinite(value)) return refuse({ kind: 'infinite' });
	if (!isWhole) return value < 0 ? refuse({ kind: 'negative' }) : { value, problem: null };
	if (!Number.isInteger(value)) return refuse({ kind: 'not-whole' });
	if (value < 1) return refuse({ kind: 'below-one' });
	if (value > MOST_EXTENT) return refuse({ kind: 'too-large', most: MOST_EXTENT });
	return { value, problem: null };
}

/** What one iteration holds and computes. */
export interface Load {
	readonly largest: { readonly label: string; readonly count: number };
	/** Multiplications in its forward products. */
	readonly products: number;
}

/** The load of an iteration; with `wanted`, as if it had run with these sizes: every named extent is replaced. */
export function loadOf(
	{ graph }: Trace,
	{ tiles, dims }: SceneModel,
	wanted: Readonly<Record<string, number>> = {}
): Load {
	const extents = (tile: Tile) =>
		tile.shape.map((extent, axis) => wanted[dims[tile.dims[axis]]?.name] ?? extent);
	const byNode = new Map(tiles.map((tile) => [tile.node, tile]));
	let largest = { label: '', count: 0 };
	let products = 0;
	for (const tile of tiles) {
		const count = extents(tile).reduce((a, b) => a * b, 1);
		if (count > largest.count) largest = { label: tile.label, count };
		const left = byNode.get(graph.nodes[tile.node].inputs[0]);
		if (tile.op === 'mm' && left) products += count * (extents(left).at(-1) ?? 1);
	}
	return { largest, products };
}

/** Null: the page can take it. */
export function overload({ largest, products }: Load): NumberProblem | null {
	if (largest.count > MOST_NUMBERS) return { kind: 'too-many', ...largest };
	const times = Math.ceil(products / MOST_PRODUCTS);
	return times > 1 ? { kind: 'too-slow', times } : null;
}

/** Where a slider stops: round numbers, powers of two, and for rates the decades. */
const STOPS = {
	whole: [
		...[1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 50, 64, 100, 128, 200, 256, 500, 512],
		...[1000, 1024, 2000, 2048, MOST_EXTENT]
	],
	rate: [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
};

export function stopsFor(isWhole: boolean): readonly number[] {
	return isWhole ? STOPS.whole : STOPS.rate;
}

/** The stop nearest to `value`, by ratio. */
export function nearestStop(value: number, stops: readonly number[]): number {
	const off = stops.map((stop) => Math.abs(Math.log(stop / Math.max(value, stops[0] / 10))));
	return off.indexOf(Math.min(...off));
}

/** One more or one less; for a rate ten times as much or a tenth. */
export function neighbour(value: number, isWhole: boolean, way: 1 | -1): number {
	if (isWhole) return Math.min(MOST_EXTENT, Math.max(1, value + way));
	if (value === 0) return way > 0 ? STOPS.rate[0] : 0;
	return Number((way > 0 ? value * 10 : value / 10).toPrecision(6));
}

/** The choice that means these numbers: by its name where it has one. */
export function choiceFor(
	lesson: Lesson,
	numbers: readonly NamedNumber[],
	values: Readonly<Record<string, number>>
): { size: 'own' | 'tiny' | 'custom'; custom: Readonly<Record<string, number>> } {
	const differ = (than: Readonly<Record<string, number>>) =>
		numbers.filter(({ name, value }) => values[name] !== (than[name] ?? value));
	const changed = differ({});
	if (changed.length === 0) return { size: 'own', custom: {} };
	if (lesson.tiny && differ(lesson.tiny).length === 0) return { size: 'tiny', custom: {} };
	return {
		size: 'custom',
		custom: Object.fromEntries(changed.map(({ name }) => [name, values[name]]))
	};
}
