/** Ways for a rule of the op table to be wrong, and an iteration whose gradients such a rule made. */
import { evaluate } from '#engine/backends/reference.ts';
import { backward } from '#engine/backward.ts';
import { Builder, extract, type Node } from '#engine/graph.ts';
import { opTable } from '#engine/ops/index.ts';
import type { Op, OpName } from '#engine/ops/op.ts';
import { isFloat, sizeOf, tensor, type Tensor } from '#engine/tensor.ts';
import type { Trace } from '#engine/trace.ts';
import type { Sample } from './samples.ts';

/** What a wrong rule makes of the right gradient `right` of an input; null where it does not apply. */
type Wrong = (
	b: Builder,
	right: Node,
	g: Node,
	input: Node,
	feed: (value: Tensor) => Node
) => Node | null;

function masked(keep: (i: number, row: number) => boolean): Wrong {
	return (b, right, _g, _input, feed) => {
		const row = right.shape.at(-1) ?? 1;
		const data = Array.from({ length: sizeOf(right.shape) }, (_, i) =>
			Number(keep(i, Math.floor(i / row)))
		);
		return b.add('mul', [right, feed(tensor(data, right.shape, 'float64'))]);
	};
}

const scaled =
	(factor: number): Wrong =>
	(b, right) =>
		b.add('mul', [right, b.constant(factor)]);

/** By one place along the last axis, as an axis that is off by one moves what it reduced. */
const moved: Wrong = (b, right, _g, _input, feed) => {
	const extent = right.shape.at(-1) ?? 0;
	if (extent < 2) return null;
	const turned = Array.from({ length: extent }, (_, i) => (i + 1) % extent);
	const index = feed(tensor(turned, [extent], 'int64'));
	return b.add('index_select', [right, index], { dim: right.shape.length - 1 });
};

export const WRONG = {
	'the sign': (b, right) => b.add('neg', [right]),
	'a factor of 1.0009': scaled(1.0009),
	'a factor of 2': scaled(2),
	'one entry zeroed': masked((i) => i !== 0),
	'one row zeroed': masked((_, row) => row !== 0),
	transposed: (b, right) => {
		const isSquare = right.shape.length === 2 && right.shape[0] === right.shape[1];
		return isSquare ? b.add('t', [right]) : null;
	},
	'an axis off by one': moved,
	// what was stretched got one place's share, rather than the sum of all
	'no sum over what was stretched': (b, right, g) => {
		const times = sizeOf(g.shape) / sizeOf(right.shape);
		return times > 1 ? b.add('div', [right, b.constant(times)]) : null;
	},
	// what a gate lets pass it stops, and the other way round
	'the mask inverted': (b, right, g, input) =>
		g.shape.join() === input.shape.join() ? b.add('sub', [g, right]) : null
} satisfies Record<string, Wrong>;

export type WrongName = keyof typeof WRONG;

interface Made {
	readonly trace: Trace;
	/** The gradients that a right rule would have made, by claim. */
	readonly right: readonly Tensor[];
	/** Which input of the op each claim is of. */
	readonly inputs: readonly number[];
}

/**
 * loss = Σ weights · op(inputs), and the gradients of the float inputs by autograd, by the op's own
 * rule made wrong in this way. Null where the way does not apply to any of them.
 */
export function madeWrong(
	op: OpName,
	{ inputs, attrs }: Sample,
	weights: Tensor,
	name: WrongName | null
): Made | null {
	const b = new Builder('float64');
	const feeds = new Map<number, Tensor>();
	const feed = (value: Tensor) => {
		const node = b.input(value.shape, value.dtype);
		feeds.set(node.id, value);
		return node;
	};
	const leaves = inputs.map(feed);
	const targets = leaves.filter(({ dtype }) => isFloat(dtype));
	b.tracking = (node) => targets.includes(node) || node.needsGrad.includes(true);
	const out = b.add(op, leaves, attrs);
	const loss = b.add('sum', [b.add('mul', [out, feed(weights)])], { dim: null, keepdim: false });
	b.tracking = null;
	const gradientsBy = (wrong: Wrong | null) => {
		const row: Pick<Op, 'vjp'> = opTable[op];
		const { vjp } = row;
		if (!vjp) return null;
		let isWrong = wrong === null;
		row.vjp = (own, g, of, operands, ...rest) =>
			vjp(own, g, of, operands, ...rest).map((right, i) => {
				// the sum at the end has rules of its own, also where `op` is sum
				if (!right || !wrong || of !== out) return right;
				const made = wrong(own, right, g, operands[i], feed);
				isWrong ||= made !== null;
				return made ?? right;
			});
		let gradients: ReadonlyMap<number, Node>;
		try {
			({ gradients } = backward(b, loss, null));
		} finally {
			row.vjp = vjp;
		}
		return isWrong ? targets.map(({ id }) => gradients.get(id)) : null;
	};
	const claimed = gradientsBy(name && WRONG[name]);
	const right = gradientsBy(null);
	if (!claimed || !right) return null;
	const both = [...claimed, ...right].flatMap((node) => node ?? []);
	const cut = extract(b, [loss.id, ...both.map(({ id }) => id)], (id) => feeds.has(id));
	const values = evaluate(
		cut.graph,
		cut.feeds.map((id) => feeds.get(id)!)
	);
	const claims = targets.flatMap(({ id }, i) => {
		const node = claimed[i] && cut.ids.get(claimed[i].id);
		const of = cut.ids.get(id);
		if (node === undefined || of === undefined) return [];
		return [{ name: `x${i}.grad`, target: `x${i}`, node, of, by: 'autograd' as const }];
	});
	const steps = cut.graph.nodes.flatMap(({ id, inputs: { length } }) =>
		length > 0
			? [{ node: id, phase: 'backward' as const, backend: 'reference' as const, ms: 0, owner: id }]
			: []
	);
	const trace = {
		iteration: 0,
		graph: cut.graph,
		values,
		steps,
		bindings: [],
		claims,
		printed: []
	};
	return {
		trace: { ...trace, loss: cut.ids.get(loss.id)! },
		inputs: targets.flatMap((leaf, i) => (claimed[i] ? [leaves.indexOf(leaf)] : [])),
		right: right.flatMap((node) => (node ? [values[cut.ids.get(node.id)!]] : []))
	};
}
