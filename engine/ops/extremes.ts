/** The rows of maximum and minimum of two, and what tells a maximum from a minimum. */
import type { Builder, Node } from '../graph.ts';
import { differential, meet, zip } from './elementwise.ts';
import { castTo, either } from './lower.ts';
import { eachEntry } from './making.ts';
import { group, indicator } from './notation.ts';
import type { Op } from './op.ts';
import { pull, unbroadcast } from './pull.ts';
import { elementBound } from './rounding.ts';

export interface Side {
	name: 'max' | 'min';
	/** Whether x is farther out than y. */
	beats(x: number, y: number): boolean;
	/** The comparison that says so, and its converse. */
	wins: 'gt' | 'lt';
	loses: 'lt' | 'gt';
	onnx: 'Greater' | 'Less';
	reduce: 'ReduceMax' | 'ReduceMin';
}

export const MAX: Side = {
	name: 'max',
	beats: (x, y) => x > y,
	wins: 'gt',
	loses: 'lt',
	onnx: 'Greater',
	reduce: 'ReduceMax'
};
export const MIN: Side = {
	name: 'min',
	beats: (x, y) => x < y,
	wins: 'lt',
	loses: 'gt',
	onnx: 'Less',
	reduce: 'ReduceMin'
};

/** The one of two that is farther out; a NaN wins, and of equals the first. */
export function farther({ beats }: Side, x: number, y: number): number {
	return Number.isNaN(x) || !(beats(y, x) || Number.isNaN(y)) ? x : y;
}

function ofTwo(side: Side): Op {
	const { name, beats, loses, wins } = side;
	// r = max(a, b):  ā = g where a > b, g/2 where a = b, else 0; a NaN on either side passes g to both
	const share = (b: Builder, g: Node, own: Node, tie: Node, worse: Node) => {
		const half = b.add('div', [g, b.constant(2, g.dtype)]);
		const split = b.add('where', [tie, half, g]);
		return unbroadcast(b, b.add('masked_fill', [split, worse], { value: 0 }), own);
	};
	return {
		shape: ([a, b]) => meet(a, b),
		forward: ([a, b], _, out) => zip(a, b, out, (x, y) => farther(side, x, y)),
		making: (inputs, out, flat) => {
			const making = eachEntry(inputs, out, flat);
			const [x, y] = inputs.map(({ data }, i) => data[making.flats[i][0]]);
			return { ...making, passes: Object.is(farther(side, x, y), x) ? 0 : 1 };
		},
		vjp: (b, g, _out, [left, right], _attrs, needs) => {
			const tie = () => b.add('eq', [left, right]);
			return pull(needs, [
				() => share(b, g, left, tie(), b.add(loses, [left, right])),
				() => share(b, g, right, tie(), b.add(wins, [left, right]))
			]);
		},
		jvp: (inputs, tangents, out) =>
			differential(inputs, tangents, out.shape, ([x, y], [dx, dy]) =>
				beats(x, y) ? dx : beats(y, x) ? dy : x === y ? (dx + dy) / 2 : dx + dy
			),
		bound: (inputs, out) => elementBound(inputs, out, (_, e) => Math.max(e[0], e[1])),
		kinks: ([a, b]) => [zip(a, b, { shape: meet(a, b).shape, dtype: 'float64' }, (x, y) => x - y)],
		onnx: (l, names, _, node, types) => {
			const [x, y] = names.map((each, i) => castTo(l, each, types[i].dtype, node.dtype));
			const missing = l.node('Not', [l.node('Equal', [y, y])]);
			const second = either(l, l.node(side.onnx, [y, x]), missing);
			// an x that is NaN stands: no y beats it but a NaN
			return l.node('Where', [second, y, x]);
		},
		tex: {
			forward: ([a, b]) => `\\${name}(${a},\\, ${b})`,
			gradient: (g, [a, b], i) => {
				const relation = name === 'max' ? '>' : '<';
				const [own, other] = i === 0 ? [a, b] : [b, a];
				return `${group(g)} \\odot ${indicator(`${own} ${relation} ${other}`)}`;
			}
		}
	};
}

export const maximum = ofTwo(MAX);
export const minimum = ofTwo(MIN);
