/** The losses of two programs on one logarithmic axis, in pixels: the right one, and one with a bug in it. */
import { scaleLinear, scaleLog } from 'd3';
import { isDrawable, lineOf } from './curve.ts';

export interface RacePlot {
	/** SVG paths; what of the second rises out of the frame and comes back is the frame's to clip. */
	readonly right: string;
	readonly bugged: string;
	readonly x: (iteration: number) => number;
	readonly y: (loss: number) => number;
	/** Where the second line leaves through the top for good, to infinity or far up; null: it ends inside. */
	readonly exit: number | null;
	/** Powers of ten, and iterations, worth a label. */
	readonly powers: readonly number[];
	readonly iterations: readonly number[];
}

/** Room for a label, in pixels: upwards and sideways. */
const [HIGH, WIDE] = [34, 90];
/** What the second line may rise above the first, as a part of the first's way down. */
const ABOVE = 0.25;

/** `total` iterations from edge to edge; losses by iteration, both from 0. */
export function racePlot(
	right: readonly number[],
	bugged: readonly number[],
	total: number,
	width: number,
	height: number
): RacePlot {
	const [bottom, top] = rangeOf(right, bugged);
	const x = scaleLinear([0, Math.max(1, total - 1)], [0, width]);
	const y = scaleLog([10 ** bottom, 10 ** top], [height, 0]);
	const isInside = (loss: number) => Number.isFinite(loss) && loss <= 10 ** top;
	const left = bugged.findLastIndex(isInside) + 1;
	const every = Math.max(1, Math.ceil((top - bottom + 1) / Math.max(1, height / HIGH)));
	const powers: number[] = [];
	for (let power = top; power >= bottom; power -= every) powers.push(power);
	const place = (loss: number) => y(loss);
	const step = (iteration: number) => x(iteration);
	return {
		right: lineOf(right, step, place),
		bugged: lineOf(bugged.slice(0, left), step, place),
		x: step,
		y: place,
		exit: left === bugged.length ? null : step(left),
		powers,
		iterations: x.ticks(Math.max(2, Math.floor(width / WIDE))).filter(Number.isInteger)
	};
}

/** Powers of ten around the first line and, as far as there is room for it, the second. */
function rangeOf(right: readonly number[], bugged: readonly number[]): [number, number] {
	const sizes = (losses: readonly number[]) => losses.filter(isDrawable).map(Math.log10);
	const [one, other] = [sizes(right), sizes(bugged)];
	if (one.length === 0) one.push(0);
	const most = Math.max(...one);
	const bottom = Math.floor(Math.min(...one, ...other));
	const above = Math.max(1, ABOVE * (most - Math.min(...one)));
	const top = Math.ceil(Math.max(most, ...other.filter((size) => size <= most + above)));
	return [Math.min(bottom, top - 1), top];
}
