/** Points along a path of M, L, C and A commands, with the direction there. Arcs count as straight: their radius is small. */
import type { Point } from './paths.ts';

export interface Spot {
	readonly x: number;
	readonly y: number;
	/** Whether the path is rather level than upright here. */
	readonly level: boolean;
	/** Fraction of the whole length. */
	readonly t: number;
}

const PIECES = 12;

function curve(from: Point, [a, b, c, d, e, f]: readonly number[], t: number): Point {
	const s = 1 - t;
	const [k0, k1, k2, k3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
	return [k0 * from[0] + k1 * a + k2 * c + k3 * e, k0 * from[1] + k1 * b + k2 * d + k3 * f];
}

function corners(path: string): Point[] {
	const points: Point[] = [];
	for (const [, command, rest] of path.matchAll(/([MLCA])([^MLCA]*)/g)) {
		const numbers = rest.split(/[ ,]/).map(Number);
		const end: Point = [numbers[numbers.length - 2], numbers[numbers.length - 1]];
		const from = points.at(-1);
		if (command === 'C' && from) {
			for (let i = 1; i < PIECES; i++) points.push(curve(from, numbers, i / PIECES));
		}
		points.push(end);
	}
	return points;
}

/** Spots every `pitch` along `path`, the middle of each stretch. */
export function spotsAlong(path: string, pitch: number): Spot[] {
	const points = corners(path);
	const lengths = points
		.slice(1)
		.map(([x, y], i) => Math.hypot(x - points[i][0], y - points[i][1]));
	const whole = lengths.reduce((sum, length) => sum + length, 0);
	const spots: Spot[] = [];
	let before = 0;
	lengths.forEach((length, i) => {
		const [[x0, y0], [x1, y1]] = [points[i], points[i + 1]];
		const count = Math.max(1, Math.round(length / pitch));
		for (let k = 0; k < count && length > 0; k++) {
			const u = (k + 0.5) / count;
			spots.push({
				x: x0 + (x1 - x0) * u,
				y: y0 + (y1 - y0) * u,
				level: Math.abs(x1 - x0) >= Math.abs(y1 - y0),
				t: (before + u * length) / whole
			});
		}
		before += length;
	});
	return spots;
}
