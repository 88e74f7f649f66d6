/** The loss curve in pixels: logarithmic upwards, iterations from left to right. */
import { path, scaleLinear, scaleLog } from 'd3';

export interface Curve {
	/** SVG path; broken where the loss is not a positive number. */
	readonly path: string;
	readonly x: (iteration: number) => number;
	readonly y: (loss: number) => number;
	/** The iteration nearest to a place. */
	readonly at: (x: number) => number;
	/** Powers of ten worth a label, few enough to read. */
	readonly decades: readonly number[];
}

const LABELS = 3;

export function isDrawable(loss: number): boolean {
	return loss > 0 && loss < Infinity;
}

/** A line through the losses that can be drawn, lifted over those that cannot; a lone one is a point. */
export function lineOf(
	losses: readonly number[],
	x: (iteration: number) => number,
	y: (loss: number) => number
): string {
	const line = path();
	losses.forEach((loss, i) => {
		if (!isDrawable(loss)) return;
		if (i > 0 && isDrawable(losses[i - 1])) line.lineTo(x(i), y(loss));
		else {
			line.moveTo(x(i), y(loss));
			if (!isDrawable(losses[i + 1])) line.closePath();
		}
	});
	return line.toString();
}

/** `total` iterations from edge to edge of `width`; `losses` by iteration, NaN where not known. */
export function curveOf(
	losses: readonly number[],
	total: number,
	width: number,
	height: number
): Curve {
	const known = losses.filter(isDrawable);
	const most = known.length > 0 ? Math.max(...known) : 1;
	const least = known.length > 0 ? Math.min(...known) : 0.1;
	const top = Math.ceil(Math.log10(most));
	const bottom = Math.min(Math.floor(Math.log10(least)), top - 1);
	const x = scaleLinear([0, Math.max(1, total - 1)], [0, width]);
	const y = scaleLog([10 ** bottom, 10 ** top], [height, 0]).clamp(true);
	const every = Math.ceil((top - bottom + 1) / LABELS);
	const decades = [];
	for (let power = top; power >= bottom; power -= every) decades.push(power);
	return {
		path: lineOf(losses, x, y),
		x: (iteration) => x(iteration),
		y: (loss) => y(loss),
		at: (place) => Math.round(Math.min(Math.max(x.invert(place), 0), Math.max(0, total - 1))),
		decades
	};
}
