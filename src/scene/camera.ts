/** Which part of the world is seen: screen = world · k + (x, y). */
import { fitScale, union, type Box } from './layout.ts';

export interface Camera {
	readonly x: number;
	readonly y: number;
	readonly k: number;
}

/** Scales that gestures and buttons keep to. */
export const ZOOM_LIMITS = [0.15, 24] as const;

export interface Margins {
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
	readonly left: number;
}

/** The same point of the world under screen point (x, y), at scale `k`. */
export function zoomAt(camera: Camera, x: number, y: number, k: number): Camera {
	const part = k / camera.k;
	return { x: x - (x - camera.x) * part, y: y - (y - camera.y) * part, k };
}

/** Shows all of `bounds`, centred in what the margins leave of the viewport. */
export function fitCamera(bounds: Box, width: number, height: number, margins: Margins): Camera {
	const w = Math.max(1, width - margins.left - margins.right);
	const h = Math.max(1, height - margins.top - margins.bottom);
	const k = fitScale(bounds, w, h);
	return {
		x: margins.left + (w - bounds.width * k) / 2 - bounds.x * k,
		y: margins.top + (h - bounds.height * k) / 2 - bounds.y * k,
		k
	};
}

/** A label of this many pixels reads well. */
export const COMFORTABLE = 12;

/** Print of fewer pixels is not read: rather than that, the camera keeps to the first of what it follows. */
const TOO_SMALL = 9;

/** Where a box begins along one axis, and how far it goes. */
type Span = readonly [start: number, extent: number];

/** On a large viewport the camera stands in one of few places, so that not every step moves it: so many to its width. */
const STANDS = 3;

/**
 * The camera of a viewport too small for the whole: as near to `active` as makes print of size
 * `print` comfortable, or as all of `active` allows while it can be read, else as the first of it
 * does, and never beyond `bounds`. Without `active` it
 * is `fitCamera`. With `calm` it moves only when `active` has gone far.
 */
export function followCamera(
	bounds: Box,
	active: readonly Box[],
	width: number,
	height: number,
	margins: Margins,
	print: number,
	calm = false
): Camera {
	const whole = fitCamera(bounds, width, height, margins);
	if (active.length === 0) return whole;
	const w = Math.max(1, width - margins.left - margins.right);
	const h = Math.max(1, height - margins.top - margins.bottom);
	const air = 2 * print;
	const nearOf = (focus: Box) =>
		Math.min(w / (focus.width + air), h / (focus.height + 2 * air), COMFORTABLE / print);
	const all = union(active);
	const focus = nearOf(all) * print < TOO_SMALL ? active[0] : all;
	const k = Math.max(whole.k, nearOf(focus));
	const place = (room: number, [from, size]: Span, [start, extent]: Span) => {
		if (size * k <= room) return (room - size * k) / 2 - from * k;
		const inside = (at: number) => Math.min(-from * k, Math.max(room - (from + size) * k, at));
		const centred = room / 2 - (start + extent / 2) * k;
		const pace = room / STANDS;
		const stand = -from * k - Math.round((-from * k - centred) / pace) * pace;
		// what is almost as large as the room needs the middle
		return inside(calm && extent * k < room - pace ? stand : centred);
	};
	return {
		x: margins.left + place(w, [bounds.x, bounds.width], [focus.x, focus.width]),
		y: margins.top + place(h, [bounds.y, bounds.height], [focus.y, focus.height]),
		k
	};
}
