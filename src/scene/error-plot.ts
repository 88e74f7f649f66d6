/** How far the measured slope is off, against the step, in pixels: both axes logarithmic. */
import { path, scaleLinear, scaleLog } from 'd3';
import type { Precision, SlopeLab, SlopeStep } from '#engine';
import { superscript } from './format.ts';

export interface ErrorPlot {
	readonly x: (step: number) => number;
	/** Errors below the axis, zero among them, lie on it. */
	readonly y: (error: number) => number;
	/** The rung nearest to a place. */
	readonly at: (x: number) => number;
	readonly errors: Readonly<Record<Precision, string>>;
	/** What the last digit of the losses makes of the slope. */
	readonly grains: Readonly<Record<Precision, string>>;
	readonly truncation: string;
	/** Powers of ten worth a label. */
	readonly powers: { readonly x: readonly number[]; readonly y: readonly number[] };
}

/** Room for a label along either axis, in pixels. */
const [WIDE, HIGH] = [64, 34];

export function errorPlot(lab: SlopeLab, width: number, height: number): ErrorPlot {
	const { steps } = lab;
	const [first, last] = [steps[0].step, steps[steps.length - 1].step];
	const x = scaleLog([first, last], [0, width]);
	const [bottom, top] = rangeOf(lab);
	const y = scaleLog([10 ** bottom, 10 ** top], [height, 0]).clamp(true);
	const rungs = scaleLinear([0, width], [0, steps.length - 1]).clamp(true);
	const line = (value: (step: SlopeStep) => number | null) => lineOf(steps, value, x, y);
	const across = [Math.round(Math.log10(first)), Math.round(Math.log10(last))];
	return {
		x: (step) => x(step),
		y: (error) => y(Math.max(error, 10 ** bottom)),
		at: (place) => Math.round(rungs(place)),
		errors: {
			float32: line(({ float32 }) => float32.error),
			float64: line(({ float64 }) => float64.error)
		},
		grains: {
			float32: line(({ float32 }) => within(float32.grain, top)),
			float64: line(({ float64 }) => within(float64.grain, top))
		},
		truncation: line(({ truncation }) => truncation),
		powers: {
			x: powers(across[0], across[1], width / WIDE),
			y: powers(bottom, top, height / HIGH)
		}
	};
}

/** A line that leaves the picture ends there. */
function within(value: number, top: number): number | null {
	return value <= 10 ** top ? value : null;
}

/** Powers of ten around every error, and around the gradient. */
function rangeOf({ steps, gradient }: SlopeLab): [number, number] {
	const sizes = steps
		.flatMap(({ float32, float64 }) => [float32.error, float64.error])
		.concat(Math.abs(gradient))
		.filter((each): each is number => each !== null && each > 0 && each < Infinity)
		.map(Math.log10);
	if (sizes.length === 0) return [-3, 0];
	const bottom = Math.floor(Math.min(...sizes));
	return [bottom, Math.max(bottom + 1, Math.ceil(Math.max(...sizes)))];
}

function powers(from: number, to: number, room: number): number[] {
	const every = Math.max(1, Math.ceil((to - from + 1) / Math.max(1, room)));
	const found = [];
	for (let power = to; power >= from; power -= every) found.push(power);
	return found;
}

function lineOf(
	steps: readonly SlopeStep[],
	value: (step: SlopeStep) => number | null,
	x: (step: number) => number,
	y: (error: number) => number
): string {
	const line = path();
	let isDown = false;
	for (const step of steps) {
		const at = value(step);
		const isThere = at !== null && Number.isFinite(at);
		if (isThere && isDown) line.lineTo(x(step.step), y(Math.max(at, Number.MIN_VALUE)));
		else if (isThere) line.moveTo(x(step.step), y(Math.max(at, Number.MIN_VALUE)));
		isDown = isThere;
	}
	return line.toString();
}

interface Place {
	readonly x: number;
	readonly y: number;
}

/** How wide the name of a precision is, in pixels, and how far it stands off its curve. */
const [NAME, OFF] = [64, 8];

/**
 * Where the lines are named: float32 over the beginning of its curve, float64 under its own, where all
 * of the curve is above it; the last digit over the dashed line; truncation where its line ends.
 */
export function namePlaces(
	{ steps }: SlopeLab,
	plot: ErrorPlot
): Readonly<Record<Precision | 'grain' | 'truncation', Place | null>> {
	const place = (step: SlopeStep | undefined, value: number | null | undefined, y: number) =>
		step && value != null && Number.isFinite(value)
			? { x: plot.x(step.step), y: plot.y(value) + y }
			: null;
	const first = steps.find(({ float32 }) => float32.error !== null);
	const middle = steps[Math.floor(steps.length * 0.3)];
	const right = steps[Math.floor(steps.length * 0.68)];
	const bent = steps.findLast(({ truncation }) => truncation !== null);
	const above = steps.filter(({ step, float64 }) => {
		const left = plot.x(middle.step) - plot.x(step);
		return float64.error !== null && left > -2 * OFF && left < NAME + OFF;
	});
	const under = Math.max(...above.map(({ float64 }) => plot.y(float64.error!)));
	return {
		float32: place(first, first?.float32.error, -OFF),
		float64: Number.isFinite(under) ? { x: plot.x(middle.step) - OFF, y: under + 2 * OFF } : null,
		grain: place(right, right.float64.grain, -OFF),
		truncation: place(bent, bent?.truncation, -OFF)
	};
}

/** `10⁻⁵`, `1.78×10⁻⁵`. */
export function stepText(step: number): string {
	const [mantissa, power] = step.toExponential(2).split('e');
	const ten = `10${superscript(Number(power))}`;
	return mantissa === '1.00' ? ten : `${mantissa}×${ten}`;
}
