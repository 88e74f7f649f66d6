/** The cue for sign that is not a hue: a short diagonal in the corner of every negative cell. */
import type { Tensor } from '#engine/tensor.ts';
import type { Grid } from './grid.ts';
import type { Box } from './layout.ts';

/** Shares of a cell: how long the diagonal is, and how far off the edge. */
const LENGTH = 0.3;
const INSET = 0.08;
/** A cell of this many pixels has room for it. */
const LEAST = 7;
/** More marks than this are a texture, and a burden. */
const MOST = 8000;

/** Whether the cells of a matrix drawn in `box`, seen at scale `k`, are large enough to be marked. */
export function isMarkable(grid: Grid, box: Box, k: number): boolean {
	const least = k * Math.min(box.width / grid.columns, box.height / grid.rows);
	return least >= LEAST && grid.rows * grid.columns <= MOST;
}

const short = (x: number) => String(Math.round(x * 100) / 100);

/** SVG path of the marks, in the lower left corner of each negative cell that is `chosen` by its place in the data. */
export function negativeMarks(
	{ data }: Tensor,
	{ rows, columns }: Grid,
	box: Box,
	chosen: (flat: number) => boolean = () => true
): string {
	const [width, height] = [box.width / columns, box.height / rows];
	const [size, inset] = [LENGTH, INSET].map((share) => share * Math.min(width, height));
	let path = '';
	for (let i = 0; i < data.length; i++) {
		if (!(data[i] < 0) || !chosen(i)) continue;
		const x = box.x + (i % columns) * width + inset;
		const y = box.y + (Math.floor(i / columns) + 1) * height - inset - size;
		path += `M${short(x)},${short(y)}l${short(size)},${short(size)}`;
	}
	return path;
}
