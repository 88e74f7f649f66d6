/** A cell that someone has chosen, with everything that the page says about it. */
import type { Trace } from '#engine';
import { explainCell, shownParts, type Explanation, type Part } from '#engine/explain.ts';
import { indexOf } from '#scene/grid.ts';
import type { SceneModel } from '#scene/model.ts';
import { namesOf } from '#scene/narrate.ts';
import {
	axesOf,
	operandsOf,
	runningOf,
	type Axis,
	type Operand,
	type Running
} from '#scene/operands.ts';
import { CellNotation } from './cell-formula.ts';

export interface CellChoice {
	readonly node: number;
	readonly flat: number;
}

export interface CellView extends CellChoice {
	readonly value: number;
	readonly label: string;
	readonly shape: readonly number[];
	readonly axes: readonly Axis[];
	/** Null for a leaf: nothing made it. */
	readonly explanation: Explanation | null;
	readonly operands: readonly Operand[];
	/** The same entries, in terms of values that `isShown` on the stage. */
	readonly partsOn: (isShown: (node: number) => boolean) => readonly Part[];
	/** What a sum runs over; empty for everything else. */
	readonly running: readonly Running[];
	/** TeX of the arithmetic on names, and with numbers where it is no sum. */
	readonly tex: string;
	readonly numbers: string | null;
	/** Of a choice: whether an entry passed, or a number of the op's own took its place. */
	readonly gate: 'open' | 'shut' | null;
}

/** Everything about `cell`; null where its numbers are not there. */
export function viewCell(trace: Trace, model: SceneModel, cell: CellChoice): CellView | null {
	const { node, flat } = cell;
	const value = trace.values.at(node)?.data[flat];
	if (value === undefined) return null;
	const { shape } = trace.graph.nodes[node];
	const index = indexOf(shape, flat);
	const explanation = explainCell(trace, node, flat);
	const operands = explanation ? operandsOf(trace, model, explanation) : [];
	const running = explanation?.rule === 'sum' && operands[0] ? runningOf(trace, operands) : [];
	const notation = new CellNotation(trace);
	return {
		...{ node, flat, value, shape, explanation, operands, running },
		partsOn: (isShown) => shownParts(trace, operands, isShown),
		label: namesOf(trace, model).get(node) ?? trace.graph.nodes[node].op,
		axes: axesOf(trace, model, { node, flats: Uint32Array.of(flat) }),
		tex: explanation
			? notation.made(explanation, index, operands, running, model.dims)
			: notation.named(node, index),
		numbers: explanation && explanation.rule !== 'sum' ? notation.numbers(explanation) : null,
		gate: gateOf(trace, explanation)
	};
}

function gateOf(trace: Trace, explanation: Explanation | null): CellView['gate'] {
	if (explanation?.passes === undefined) return null;
	const { nodes } = trace.graph;
	const input =
		explanation.passes === null ? null : nodes[explanation.node].inputs[explanation.passes];
	return input === null || nodes[input].op === 'constant' ? 'shut' : 'open';
}
