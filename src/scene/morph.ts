/** From one layout to the next, so that what unfolds moves and nothing jumps. */
import { interpolateNumber, interpolateString } from 'd3';
import type { Box, Layout, Route, TileBox } from './layout.ts';

type Morph<T> = (t: number) => T;

function box(a: Box, b: Box): Morph<Box> {
	const parts = [a.x, a.y, a.width, a.height].map((from, i) =>
		interpolateNumber(from, [b.x, b.y, b.width, b.height][i])
	);
	return (t) => {
		const [x, y, width, height] = parts.map((part) => part(t));
		return { x, y, width, height };
	};
}

function tile(a: TileBox, b: TileBox): Morph<TileBox> {
	const value = box(a.value, b.value);
	const gradient = b.gradient && box(a.gradient ?? b.gradient, b.gradient);
	return (t) => ({ ...b, value: value(t), gradient: gradient && gradient(t) });
}

/** The commands of a path; a corner to the left is another than one to the right, with nothing between. */
function commandsOf(path: string): string {
	const turned = path.replace(/A[^,]+,[^,]+,0,[01],([01])/g, (_, sweep) =>
		sweep === '1' ? 'R' : 'L'
	);
	return turned.replace(/[^A-Z]/g, '');
}

function route(a: Route, b: Route): Morph<Route> {
	if (commandsOf(a.path) !== commandsOf(b.path)) return () => b;
	const path = interpolateString(a.path, b.path);
	const { head } = b;
	if (!head || !a.head) return (t) => ({ path: path(t), head });
	const x = interpolateNumber(a.head.x, head.x);
	const y = interpolateNumber(a.head.y, head.y);
	return (t) => ({ path: path(t), head: { ...head, x: x(t), y: y(t) } });
}

/** Members of `b` move from where `a` had them; those that `a` had not stay put. */
function record<T>(
	a: Readonly<Record<string, T>>,
	b: Readonly<Record<string, T>>,
	morph: (a: T, b: T) => Morph<T>
): Morph<Record<string, T>> {
	const parts = Object.entries(b).map(
		([id, to]) => [id, id in a ? morph(a[id], to) : () => to] as const
	);
	return (t) => Object.fromEntries(parts.map(([id, part]) => [id, part(t)]));
}

/** In the form of d3's interpolators: `interpolateLayout(a, b)(0.5)`. At 1 it is `b` itself. */
export function interpolateLayout(a: Layout, b: Layout): Morph<Layout> {
	if (a.readable !== b.readable) return () => b;
	const tiles = record(a.tiles, b.tiles, tile);
	const chips = record(a.chips, b.chips, box);
	const cards = record(a.cards, b.cards, box);
	const routes = record(a.routes, b.routes, route);
	const bounds = box(a.bounds, b.bounds);
	return (t) =>
		t >= 1
			? b
			: {
					...b,
					tiles: tiles(t),
					chips: chips(t),
					cards: cards(t),
					routes: routes(t),
					bounds: bounds(t)
				};
}
