/**
 * `followCamera` as style, for a viewport whose size nobody has measured: lengths of the container
 * that the picture stands in take the place of its width and height.
 */
import { COMFORTABLE, type Margins } from './camera.ts';
import { LARGEST_SCALE, union, type Box } from './layout.ts';

/** A length over a number of pixels, as a number: the one way that style has to divide lengths. */
function ratio(length: string, pixels: number): string {
	return `tan(atan2(${length}, ${pixels}px))`;
}

/**
 * Where one axis begins: the extent `from … from + size` is centred where it is smaller than the
 * `room`, else `middle` is as near to the middle as the ends allow.
 */
function place(margin: number, room: string, from: number, size: number, middle: number): string {
	const spare = `max(0px, (${room} - ${size}px * var(--k)) / 2)`;
	const least = `${room} - ${from + size}px * var(--k) - ${spare}`;
	const most = `${-from}px * var(--k) + ${spare}`;
	return `calc(${margin}px + clamp(${least}, ${room} / 2 - ${middle}px * var(--k), ${most}))`;
}

/** The declarations of `--k` and `--move` for what `followCamera` gives for the same arguments. */
export function cameraStyle(
	bounds: Box,
	active: readonly Box[],
	margins: Margins,
	print: number
): { readonly scale: string; readonly move: string } {
	const width = `(100cqw - ${margins.left + margins.right}px)`;
	const height = `(100cqh - ${margins.top + margins.bottom}px)`;
	const whole = `min(${LARGEST_SCALE}, ${ratio(width, bounds.width)}, ${ratio(height, bounds.height)})`;
	const focus = union(active.length > 0 ? active : [bounds]);
	const air = 2 * print;
	const near = [
		ratio(width, focus.width + air),
		ratio(height, focus.height + 2 * air),
		COMFORTABLE / print
	];
	const x = place(margins.left, width, bounds.x, bounds.width, focus.x + focus.width / 2);
	const y = place(margins.top, height, bounds.y, bounds.height, focus.y + focus.height / 2);
	return {
		scale: active.length > 0 ? `max(${whole}, min(${near.join(', ')}))` : whole,
		move: `translate(${x}, ${y})`
	};
}
