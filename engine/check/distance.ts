/** How far one tensor lies from another: ‖one − other‖ / ‖other‖, as a share. */
import { sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** Null where it says nothing: other shapes, numbers that are not finite, or another that is zero. */
export function relativeDistance(one: Tensor, other: Tensor): number | null {
	if (!sameShape(one.shape, other.shape)) return null;
	let [off, size] = [0, 0];
	for (let i = 0; i < one.data.length; i++) {
		off += (one.data[i] - other.data[i]) ** 2;
		size += other.data[i] ** 2;
	}
	const share = Math.sqrt(off / size);
	return Number.isFinite(share) ? share : null;
}
