/**
 * A loss with a whole tensor moved along a direction of random signs. What is linear in it is moved
 * once for all steps, base + s·rate, so that even at full size a step costs little; this needs no
 * derivative, only that a product of matrices is linear in each of them.
 */
import type { Node } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import type { Bounded } from '../ops/op.ts';
import type { GradientClaim } from '../trace.ts';
import { applyBounded, computedFrom, exact, U64, type BoundedValues } from './bounded.ts';
import type { Edges } from './constants.ts';
import { MOVES } from './moves.ts';
import { dependents, followedBy, type Moved } from './perturb.ts';
import { branches } from './plan.ts';
import { valuesOf } from './reverse.ts';

interface Ray {
	readonly base: Bounded;
	readonly rate: Bounded;
}

/** The loss where every entry is moved by `step` times its own of the direction; `like` as for one entry. */
export type Along = (step: number, like?: string) => Moved;

export interface Directions {
	/** Along ±1 for every entry, and the largest step that leaves the branches as they are, as far as that shows. */
	readonly along: (direction: Float64Array) => { readonly move: Along; readonly kink: number };
	/** Ops that are applied for one step. */
	readonly ops: number;
}

export function createDirections(
	values: BoundedValues,
	loss: number,
	claim: Pick<GradientClaim, 'of' | 'versions'>,
	counts: Edges
): Directions {
	const { graph } = values;
	const follows = followedBy(graph, counts);
	const targets = valuesOf(claim);
	const order = dependents(graph, computedFrom(graph, loss), targets, follows);
	const along = (direction: Float64Array) => {
		const rate = exact({
			shape: values.at(claim.of).value.shape,
			dtype: 'float64',
			data: direction
		});
		const line: Line = {
			rays: new Map(targets.map((id) => [id, { base: values.at(id), rate }])),
			bent: new Set(),
			follows
		};
		for (const id of order) {
			const ray = rayOf(values, graph.nodes[id], line);
			if (ray) line.rays.set(id, ray);
			else line.bent.add(id);
		}
		const move: Along = (step, like) => moved(values, loss, line, step, like);
		return { move, kink: nearestKink(values, line) };
	};
	return { along, ops: order.length };
}

/** What a direction makes of the nodes that it reaches: rays, and what is not seen to be linear. */
interface Line {
	readonly rays: Map<number, Ray>;
	/** In order. */
	readonly bent: Set<number>;
	readonly follows: Edges;
}

/** Null where the node is not seen to be linear in what moves. */
function rayOf(values: BoundedValues, node: Node, { rays, bent, follows }: Line): Ray | null {
	const operands = node.inputs.map((id, i) => (follows(node, i) ? rays.get(id) : undefined));
	const moving = operands.flatMap((ray) => ray ?? []);
	if (moving.length !== 1 || node.inputs.some((id, i) => follows(node, i) && bent.has(id)))
		return null;
	const [{ rate }] = moving;
	const base = values.at(node.id);
	if (MOVES.has(node.op) || node.op === 'mm') {
		const inputs = operands.map((ray, i) => (ray ? rate : values.at(node.inputs[i])));
		return { base, rate: applyBounded(node, inputs) };
	}
	const isAdded = node.op === 'add' || (node.op === 'sub' && operands[0] !== undefined);
	if (!isAdded || rate.value.data.length !== base.value.data.length) return null;
	return { base, rate: { ...rate, value: { ...rate.value, shape: base.value.shape } } };
}

/** base + s·rate, of which the product and the sum are rounded. */
function at({ base, rate }: Ray, s: number): Bounded {
	const data = new Float64Array(base.error.length);
	const error = new Float64Array(base.error.length);
	const size = Math.abs(s);
	for (let i = 0; i < data.length; i++) {
		const by = s * rate.value.data[i];
		data[i] = base.value.data[i] + by;
		const carried = base.error[i] + size * rate.error[i];
		error[i] = carried + U64 * (Math.abs(by) + Math.abs(data[i]));
	}
	return { value: { ...base.value, data }, error };
}

function moved(
	values: BoundedValues,
	loss: number,
	{ rays, bent, follows }: Line,
	step: number,
	like: string | undefined
): Moved {
	const found = new Map<number, Bounded>();
	const valueOf = (id: number): Bounded => {
		const ray = rays.get(id);
		const value = found.get(id) ?? (ray ? at(ray, step) : values.at(id));
		found.set(id, value);
		return value;
	};
	const wanted = like?.split('|');
	const signature: string[] = [];
	for (const id of bent) {
		const node = values.graph.nodes[id];
		const inputs = node.inputs.map((input, i) =>
			follows(node, i) ? valueOf(input) : values.at(input)
		);
		const result = applyBounded(node, inputs);
		signature.push(branches(node, inputs, result));
		if (wanted && wanted[signature.length - 1] !== signature.at(-1))
			return { loss: NaN, error: Infinity, signature: signature.join('|') };
		found.set(id, result);
	}
	const { value, error } = valueOf(loss);
	return { loss: value.data[0], error: error[0], signature: signature.join('|') };
}

/** The step at which the first branch argument that goes along a ray reaches 0; infinite where none does. */
function nearestKink(values: BoundedValues, { rays, bent, follows }: Line): number {
	let nearest = Infinity;
	for (const id of bent) {
		const node = values.graph.nodes[id];
		if (node.op === 'input' || node.op === 'constant') continue;
		const { kinks } = opTable[node.op];
		if (!kinks || !node.inputs.some((input, i) => follows(node, i) && rays.has(input))) continue;
		const argumentsAt = (s: number) =>
			kinks(
				node.inputs.map((input, i) => {
					const ray = follows(node, i) ? rays.get(input) : undefined;
					return (ray ? at(ray, s) : values.at(input)).value;
				}),
				node.attrs
			);
		const [here, there] = [argumentsAt(0), argumentsAt(1)];
		here.forEach(({ data }, k) =>
			data.forEach((x, i) => {
				const reach = Math.abs(x / (there[k].data[i] - x));
				if (reach < nearest) nearest = reach;
			})
		);
	}
	return nearest;
}
