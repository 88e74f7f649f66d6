/** Which part of the world is seen: screen = world · k + (x, y). */
import { fitScale, type Box } from './layout.ts';

export interface Camera {
	readonly x: number;
	readonly y: number;
	readonly k: number;
}

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
