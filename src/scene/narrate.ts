/** A step in words, put together by the functions of a message catalogue; and names for the screen reader. */
import { showShape } from '#engine/shape.ts';
import type { Phase, Trace } from '#engine/trace.ts';
import { expressionOf } from './expression.ts';
import { isCard } from './card.ts';
import type { Card, SceneModel, Tile } from './model.ts';

/** What `narrate` needs of a catalogue; the functions compiled from `stage_…` keys fit. */
export interface Words {
	/** "Step 3 of 21, forward" */
	place(inputs: { step: number; total: number; phase: string }): string;
	phase(phase: Phase): string;
	/** "y_pred = mm(h_relu, w2), 64×10" */
	computes(inputs: { name: string; call: string; shape: string }): string;
	/** "t(x), for the gradient of w1, 1000×64" */
	helps(inputs: { call: string; target: string; shape: string }): string;
}

/** Names of everything the lesson or the picture can point to, by node. */
export function namesOf(trace: Trace, model: SceneModel): Map<number, string> {
	const names = new Map<number, string>();
	for (const { gradient } of [...model.tiles, ...model.cards])
		if (gradient) names.set(gradient.node, gradient.name);
	for (const { node, label } of [...model.tiles, ...model.cards]) names.set(node, label);
	for (const { name, node } of trace.bindings) if (!names.has(node)) names.set(node, name);
	return names;
}

/** An operand that takes more to be written out is told by its op. */
const LONGEST = 40;

/** `mm(h_relu, w2)`: the op on its inputs, helpers written out as far as that is short. */
export function callOf(trace: Trace, node: number, names: ReadonlyMap<number, string>): string {
	const { op, inputs } = trace.graph.nodes[node];
	const args = inputs.map((input) => {
		const text = names.get(input) ?? expressionOf(trace.graph, input, names);
		return text.length <= LONGEST ? text : `${trace.graph.nodes[input].op}(…)`;
	});
	return `${op}(${args.join(', ')})`;
}

/** Says what step `index` does, without where it is; an empty string before the first step. */
export function describe(trace: Trace, model: SceneModel, index: number, words: Words): string {
	const step = trace.steps[index];
	if (!step) return '';
	const names = namesOf(trace, model);
	const call = callOf(trace, step.node, names);
	const shape = showShape(trace.graph.nodes[step.node].shape);
	const name = names.get(step.node);
	const target = names.get(step.owner);
	const helps = name === undefined && target !== undefined && step.owner !== step.node;
	return helps && step.phase === 'backward'
		? words.helps({ call, target, shape })
		: words.computes({
				name: name ?? (helps ? `Δ${target}` : trace.graph.nodes[step.node].op),
				call,
				shape
			});
}

/** Says where step `index` is and what it does; an empty string before the first step. */
export function narrate(trace: Trace, model: SceneModel, index: number, words: Words): string {
	const step = trace.steps[index];
	if (!step) return '';
	const place = words.place({
		step: index + 1,
		total: trace.steps.length,
		phase: words.phase(step.phase)
	});
	return `${place}: ${describe(trace, model, index, words)}`;
}

/** "h, mm, 64×100": label, op, shape. */
export function accessibleName(thing: Tile | Card): string {
	if (isCard(thing)) return `${thing.label}, ${thing.formula}`;
	return `${thing.label}, ${thing.fold?.title ?? thing.op}, ${showShape(thing.shape)}`;
}

/** "grad_h, masked_fill, 64×100". */
export function gradientName(tile: Tile): string {
	const { name, ops } = tile.gradient!;
	return [name, ops.at(-1), showShape(tile.shape)].filter((part) => part !== undefined).join(', ');
}
