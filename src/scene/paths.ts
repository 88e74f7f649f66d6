/** Path strings from points: right angles with rounded corners, and level runs joined by S-curves. */
import { path } from 'd3';

export type Point = readonly [x: number, y: number];

export interface Route {
	readonly path: string;
	/** Where the arrow points, and its direction in degrees; null for a link that ends at a chip. */
	readonly head: { readonly x: number; readonly y: number; readonly angle: number } | null;
}

function headOf([x0, y0]: Point, [x, y]: Point): NonNullable<Route['head']> {
	return { x, y, angle: Math.round((Math.atan2(y - y0, x - x0) * 180) / Math.PI) };
}

/** Straight runs from point to point whose corners are rounded by `radius` where there is room. */
export function elbow(points: readonly Point[], radius: number, arrow: boolean): Route {
	const p = path();
	p.moveTo(...points[0]);
	for (let i = 1; i < points.length - 1; i++) {
		const [a, b, c] = [points[i - 1], points[i], points[i + 1]];
		const room =
			Math.min(Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(c[0] - b[0], c[1] - b[1])) / 2;
		p.arcTo(...b, ...c, Math.min(radius, room));
	}
	p.lineTo(...points.at(-1)!);
	return { path: p.toString(), head: arrow ? headOf(points.at(-2)!, points.at(-1)!) : null };
}

/** A level run, then an S-curve in each gutter. */
export interface Run {
	readonly y: number;
	/** Where the run begins and ends, in the direction of travel. */
	readonly from: number;
	readonly to: number;
}

export function runs(list: readonly Run[], arrow: boolean): Route {
	const p = path();
	p.moveTo(list[0].from, list[0].y);
	list.forEach((run, i) => {
		const before = list[i - 1];
		if (before) {
			const middle = (before.to + run.from) / 2;
			p.bezierCurveTo(middle, before.y, middle, run.y, run.from, run.y);
		}
		p.lineTo(run.to, run.y);
	});
	const last = list.at(-1)!;
	const angle = list[0].from > last.to ? 180 : 0;
	return { path: p.toString(), head: arrow ? { x: last.to, y: last.y, angle } : null };
}
