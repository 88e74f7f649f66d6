/**
 * Which extents are the same dimension: two axes belong together when an op forces them to be
 * equal (mm shares its inner axis, elementwise ops share what they do not broadcast). Every
 * class has one index, and so one hue, wherever it appears.
 */
import type { Graph } from '#engine/graph.ts';
import { sharedAxes } from './axes.ts';

export interface Dim {
	/** `N`, `D_in`; the extent in digits where the lesson has no name for it. */
	readonly name: string;
	readonly extent: number;
}

export interface Dims {
	readonly list: readonly Dim[];
	/** Per node, per axis, an index into `list`; −1 for an axis of extent 1 that has no name. */
	readonly of: readonly (readonly number[])[];
}

/**
 * Unifies the axes of `graph`. Classes come in the order in which `visit` first meets them;
 * each takes the first unused name of `names` with its extent, so that N=3 and H=3 stay apart.
 */
export function findDims(
	graph: Graph,
	visit: readonly number[],
	names: Readonly<Record<string, number>> = {}
): Dims {
	const { nodes } = graph;
	const start: number[] = [];
	let count = 0;
	for (const node of nodes) {
		start.push(count);
		count += node.shape.length;
	}
	const parent = Array.from({ length: count }, (_, i) => i);
	const root = (i: number): number => {
		while (parent[i] !== i) i = parent[i] = parent[parent[i]];
		return i;
	};
	const join = (a: number, b: number) => (parent[root(b)] = root(a));
	for (const node of nodes) {
		const inputs = node.inputs.map((input) => nodes[input]);
		for (const [i, from, to] of sharedAxes(node, inputs)) {
			join(start[inputs[i].id] + from, start[node.id] + to);
		}
		if (node.op === 'mm' || node.op === 'bmm') {
			const [a, b] = inputs;
			join(start[a.id] + a.shape.length - 1, start[b.id] + b.shape.length - 2);
		}
	}
	const list: Dim[] = [];
	const index = new Map<number, number>();
	const free = new Map(Object.entries(names));
	for (const id of visit) {
		nodes[id].shape.forEach((extent, axis) => {
			const key = root(start[id] + axis);
			if (index.has(key)) return;
			const name = [...free].find(([, value]) => value === extent)?.[0];
			if (extent === 1 && name === undefined) return;
			if (name !== undefined) free.delete(name);
			index.set(key, list.length);
			list.push({ name: name ?? String(extent), extent });
		});
	}
	const of = nodes.map((node) =>
		node.shape.map((_, axis) => index.get(root(start[node.id] + axis)) ?? -1)
	);
	return { list, of };
}
