/** A matrix as a small picture: a sample of its cells, in few enough colours to be a small file. */
import { tensor as createTensor, type Tensor } from '#engine/tensor.ts';
import { gridOf } from './grid.ts';
import { encodePng } from './png.ts';
import { createPalette, paint, type Scale, type Theme } from './scale.ts';

/** Most cells across and down: about the pixels that a matrix has on the screen. */
const SIDE = 160;
/** Shades on each side of zero. */
const SHADES = 32;

/** Every so-many-th row and column of the grid that `tensor` is drawn as. */
export function sample(tensor: Tensor, side: number): Tensor {
	const { rows, columns } = gridOf(tensor.shape);
	const [height, width] = [Math.min(rows, side), Math.min(columns, side)];
	const at = (place: number, count: number, of: number) => Math.floor(((place + 0.5) * of) / count);
	const values = Array.from({ length: height * width }, (_, i) => {
		const row = at(Math.floor(i / width), height, rows);
		return tensor.data[row * columns + at(i % width, width, columns)];
	});
	return createTensor(values, [height, width], 'float32');
}

/** Moves finite values of a linear scale to the nearest of its shades. */
function shaded(values: Tensor, { limit }: Scale): Tensor {
	const step = limit / SHADES;
	const data = values.data.map((value) =>
		Number.isFinite(value)
			? Math.round(Math.min(1, Math.max(-1, value / limit)) * SHADES) * step
			: value
	);
	return { ...values, data };
}

/** `tensor` on a linear `scale` as a PNG, in the colours that the stage would give its cells. */
export function sketch(
	tensor: Tensor,
	scale: Scale,
	theme: Theme
): Promise<Uint8Array<ArrayBuffer>> {
	const cells = shaded(sample(tensor, SIDE), scale);
	const [height, width] = cells.shape;
	return encodePng(paint(cells, scale, createPalette(theme)), width, height);
}
