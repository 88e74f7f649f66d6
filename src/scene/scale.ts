/**
 * The signed colour of a number: orange below zero, paper at zero, blue above, magnitude by
 * lightness. One scale per tensor, symmetric about zero; `paint` turns a matrix into pixels.
 */
import { interpolateLab, piecewise, rgb } from 'd3';
import type { Tensor } from '#engine/tensor.ts';
import { gridOf } from './grid.ts';

export type Theme = 'light' | 'dark';
export type ScaleKind = 'linear' | 'log';

export interface Scale {
	readonly kind: ScaleKind;
	/** Magnitudes from here on have the strongest colour. Positive. */
	readonly limit: number;
	/** True where some entries lie beyond the limit. */
	readonly clipped: boolean;
}

/** Signed log: linear below limit·1e-4, four decades above it. */
const LOG_REACH = 1e4;
const LEVELS = 255;

const STOPS: Readonly<Record<Theme, readonly string[]>> = {
	light: ['#9f4700', '#e2862a', '#f6c994', '#faf8f3', '#a9cdec', '#3f8fcf', '#11569b'],
	dark: ['#ffb45e', '#c9742a', '#6d4526', '#17202c', '#27506f', '#4390cc', '#8fcbff']
};
/** Neither on the ramp nor paper: a shut gate, and the two squares of "not a number". */
const MARKS: Readonly<Record<Theme, readonly string[]>> = {
	light: ['#c9c8c6', '#111111', '#e9d4f5'],
	dark: ['#3d4653', '#f2f2f2', '#5b2a78']
};

/** What a scale needs to know of a tensor. */
export interface Survey {
	/** The largest finite magnitude. */
	readonly most: number;
	/** Root mean square of the finite entries. */
	readonly spread: number;
	readonly hasNaN: boolean;
	readonly hasInfinity: boolean;
}

export function surveyOf({ data }: Tensor): Survey {
	let most = 0;
	let squares = 0;
	let count = 0;
	let nans = 0;
	for (let i = 0; i < data.length; i++) {
		const magnitude = Math.abs(data[i]);
		if (!(magnitude < Infinity)) {
			if (Number.isNaN(magnitude)) nans++;
			continue;
		}
		if (magnitude > most) most = magnitude;
		squares += magnitude * magnitude;
		count++;
	}
	const spread = count > 0 ? Math.sqrt(squares / count) : 0;
	return { most, spread, hasNaN: nans > 0, hasInfinity: count + nans < data.length };
}

/**
 * The limit of a tensor's own scale. Linear saturates at three times the root mean square, or at
 * the largest magnitude if that is less, so that one outlier does not bleach the rest. Null where
 * there is nothing to go by: no finite entry but zeros.
 */
export function limitOf({ most, spread }: Survey, kind: ScaleKind): number | null {
	if (most === 0) return null;
	return kind === 'linear' && spread > 0 ? Math.min(most, 3 * spread) : most;
}

/** The scale of one tensor: up to its own limit, or to one `kept` from elsewhere. */
export function scaleOf(
	tensor: Tensor,
	kind: ScaleKind,
	kept: number | null = null,
	survey = surveyOf(tensor)
): Scale {
	const limit = kept ?? limitOf(survey, kind) ?? 1;
	return { kind, limit, clipped: limit < survey.most };
}

/** Where `value` lies on the ramp, −1 … 1. */
export function position(scale: Scale, value: number): number {
	const ratio = Math.min(1, Math.abs(value) / scale.limit);
	const t = scale.kind === 'linear' ? ratio : Math.log1p(ratio * LOG_REACH) / Math.log1p(LOG_REACH);
	return value < 0 ? -t : t;
}

/** CSS colour at `t` in −1 … 1. */
export function colourAt(t: number, theme: Theme): string {
	return piecewise(interpolateLab, [...STOPS[theme]])((t + 1) / 2);
}

/** From this part of the ramp on, text on it has to be the colour of paper to be read. */
const TURN: Readonly<Record<Theme, number>> = { light: 0.78, dark: 0.52 };

export function isStrong(scale: Scale, value: number, theme: Theme): boolean {
	return Math.abs(position(scale, value)) > TURN[theme];
}

/** A CSS gradient of the whole ramp in both themes, left to right, in steps of the ramp's own interpolation. */
export function rampCss(): string {
	const stops = Array.from({ length: 13 }, (_, i) => {
		const [light, dark] = (['light', 'dark'] as const).map((theme) => colourAt(i / 6 - 1, theme));
		return `light-dark(${light}, ${dark})`;
	});
	return `linear-gradient(to right, ${stops.join(', ')})`;
}

export interface Tick {
	readonly value: number;
	/** 0 … 1 along the ramp. */
	readonly at: number;
	/** Spelled out; the others are only marked. */
	readonly labelled: boolean;
}

/** Ticks of the legend: the ends and zero; for a log scale every decade, one of each sign by name. */
export function ticksOf(scale: Scale): Tick[] {
	const tick = (value: number, labelled: boolean) => ({
		value,
		at: (position(scale, value) + 1) / 2,
		labelled
	});
	const top = Math.ceil(Math.log10(scale.limit)) - 1;
	const decades = scale.kind === 'log' ? [top, top - 1, top - 2, top - 3] : [];
	const above = decades
		.map((power) => tick(10 ** power, power === top - 2))
		.filter(({ at }) => at < 0.97 && at > 0.53);
	const below = above.map(({ value, labelled }) => tick(-value, labelled));
	return [
		tick(-scale.limit, true),
		...below,
		tick(0, true),
		...above,
		tick(scale.limit, true)
	].sort((a, b) => a.at - b.at);
}

function packed(colour: string): number {
	const { r, g, b } = rgb(colour);
	return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

/** CSS colours of what is not on the ramp. */
export function markColours(theme: Theme): { gate: string; ink: string; nan: string } {
	const [gate, ink, nan] = MARKS[theme];
	return { gate, ink, nan };
}

/** The ramp as 2·LEVELS+1 little-endian RGBA words, then the marks. */
export type Palette = Uint32Array<ArrayBuffer>;

export function createPalette(theme: Theme): Palette {
	const ramp = piecewise(interpolateLab, [...STOPS[theme]]);
	const words = Array.from({ length: 2 * LEVELS + 1 }, (_, i) => packed(ramp(i / (2 * LEVELS))));
	return new Uint32Array([...words, ...MARKS[theme].map(packed)]);
}

/** Entries of the table of the log ramp, by the root of the ratio: fine enough near zero for one level. */
const FINE = 4095;

function logSteps(): Uint8Array {
	const rest = LEVELS / Math.log1p(LOG_REACH);
	return Uint8Array.from({ length: FINE + 1 }, (_, i) =>
		Math.round(Math.log1p((i / FINE) ** 2 * LOG_REACH) * rest)
	);
}

/**
 * One RGBA pixel per cell of the matrix that `tensor` is drawn as (see `gridOf`), row-major,
 * fit for ImageData. `shut` marks cells behind a closed ReLU gate (nonzero: shut). NaN is a checker of ink and
 * violet, infinity a checker of ink and the colour of its sign.
 */
export function paint(
	tensor: Tensor,
	scale: Scale,
	palette: Palette,
	shut?: Uint8Array | null
): Uint8ClampedArray<ArrayBuffer> {
	const { data } = tensor;
	const { columns } = gridOf(tensor.shape);
	const out = new Uint32Array(data.length);
	const [gate, ink, nan] = [2 * LEVELS + 1, 2 * LEVELS + 2, 2 * LEVELS + 3];
	const steps = scale.kind === 'log' ? logSteps() : null;
	const gain = (steps ? 1 : LEVELS) / scale.limit;
	for (let i = 0; i < data.length; i++) {
		const value = data[i];
		const magnitude = Math.abs(value);
		let word: number;
		if (!(magnitude < Infinity)) {
			const odd = (((i / columns) | 0) + (i % columns)) & 1;
			word = odd ? ink : Number.isNaN(value) ? nan : value > 0 ? 2 * LEVELS : 0;
		} else if (shut?.[i]) {
			word = gate;
		} else {
			const part = Math.min(magnitude * gain, steps ? 1 : LEVELS);
			const level = steps ? steps[(Math.sqrt(part) * FINE + 0.5) | 0] : (part + 0.5) | 0;
			word = value < 0 ? LEVELS - level : LEVELS + level;
		}
		out[i] = palette[word];
	}
	return new Uint8ClampedArray(out.buffer);
}
