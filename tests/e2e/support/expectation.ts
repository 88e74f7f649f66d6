/**
 * What the page should show after so many steps, worked out in Node from the engine's own trace:
 * its steps, names, claims and values, without the code that draws.
 */
import {
	createReferenceBackend,
	createSession,
	type LessonOptions,
	type Step,
	type Tensor,
	type Trace
} from '../../../engine/index.ts';
import { lessonCalled } from '../../../engine/lessons/gallery.ts';
import type { BuiltInId } from '../../../engine/lessons/lesson.ts';
import { isRounded, type PaneShown, type Picture } from './picture.ts';

/** Iteration 0 of a lesson as the reference runs it in Node, from these tensors if they are given. */
export async function traceOf(
	lesson: BuiltInId,
	size: 'own' | 'tiny',
	given: Readonly<Record<string, Tensor>> = {}
): Promise<Trace> {
	const { source, tiny } = await lessonCalled(lesson);
	const leaves = Object.entries(given).map(([name, value]) => [
		name,
		{ value, requiresGrad: false }
	]);
	const inputs = Object.fromEntries(leaves) as LessonOptions['inputs'];
	const overrides = (size === 'tiny' && tiny) || {};
	const options = { seed: 0, dtype: 'float32', overrides, inputs } as const;
	const session = await createSession(source, options, createReferenceBackend());
	const trace = await session.trace(0);
	if (!trace) throw new Error(`${lesson} has no iteration`);
	return trace;
}

/** The tensor that an iteration finds under `name`, with `value` at `index`. */
export function withCell(
	trace: Trace,
	name: string,
	index: readonly number[],
	value: number
): Tensor {
	const { shape, dtype, data } = trace.values[valueCalled(trace, name).fillings[0]];
	const copy = Float32Array.from(data);
	copy[index.reduce((sum, each, axis) => sum * shape[axis] + each, 0)] = value;
	return { shape, dtype, data: copy };
}

/** What the page calls the values that lesson 2 leaves nameless, and the ops that make them. */
const NAMELESS: Readonly<Record<string, string>> = { 'x·w1': 'mm', 'clamp(x·w1)': 'clamp' };

/** Which nodes a pane of the graph stands for. */
interface Subject {
	/** The forward node, or for a gradient the node that it is the gradient of. */
	readonly of: number;
	/** Nodes whose values it holds in turn: the first one, then what was made of it in place. */
	readonly fillings: readonly number[];
}

/** Finds the nodes behind a pane's name, and holds the rest of the name against them. */
function subjectOf(trace: Trace, { name, part }: PaneShown): Subject {
	const [label, op, shape] = name.split(', ');
	const subject = part === 'value' ? valueCalled(trace, label) : gradientCalled(trace, label);
	const node = trace.graph.nodes[subject.fillings[0]];
	if (node.op !== op || node.shape.join('×') !== shape) {
		throw new Error(`${name} stands for ${node.op}, ${node.shape.join('×')}`);
	}
	return subject;
}

function valueCalled(trace: Trace, label: string): Subject {
	const op = NAMELESS[label];
	const fillings = op
		? [trace.steps.findIndex(({ node }) => trace.graph.nodes[node].op === op)].map(
				(step) => trace.steps[step].node
			)
		: trace.bindings.filter(({ name }) => name === label).map(({ node }) => node);
	return { of: fillings[0], fillings };
}

function gradientCalled(trace: Trace, label: string): Subject {
	const claim = trace.claims.find(({ name }) => name === label);
	if (claim) {
		const later = trace.bindings.filter(({ name, node }) => name === label && node > claim.node);
		return { of: claim.of, fillings: [claim.node, ...later.map(({ node }) => node)] };
	}
	const { of } = valueCalled(trace, label.replace('∂', ''));
	return { of, fillings: [lastGradientOf(trace, of)] };
}

/** The last node that autograd made for `of`; where it made none, a difference passes its own on. */
function lastGradientOf(trace: Trace, of: number): number {
	const made = trace.steps.filter(({ owner, phase }) => phase === 'backward' && owner === of);
	const last = made.at(-1)?.node;
	const user = trace.graph.nodes.find(({ op, inputs }) => op === 'sub' && inputs[0] === of);
	return last ?? lastGradientOf(trace, user?.id ?? NaN);
}

/** Steps done when `node` has its value. */
function doneAt(trace: Trace, node: number): number {
	return 1 + trace.steps.findIndex((step) => step.node === node);
}

/** The numbers that a pane should hold after `time` steps; none while it is empty. */
function numbersOf(trace: Trace, { fillings }: Subject, time: number): ArrayLike<number> {
	const node = fillings.findLast((each) => doneAt(trace, each) <= time);
	return node === undefined ? [] : trace.values[node].data;
}

/** Whether step `step` works for this pane. */
function isWritten(step: Step | undefined, { of }: Subject, part: PaneShown['part']): boolean {
	if (!step) return false;
	if (part === 'gradient') {
		return (step.phase === 'backward' || step.phase === 'zero') && step.owner === of;
	}
	return step.phase === 'forward' ? step.node === of : step.phase === 'update' && step.owner === of;
}

/** The entry at `index` of what a pane holds after `time` steps; undefined while it is empty. */
export function valueOf(
	trace: Trace,
	time: number,
	pane: PaneShown,
	index: readonly number[] = []
): number | undefined {
	const subject = subjectOf(trace, pane);
	const { shape } = trace.graph.nodes[subject.of];
	const flat = index.reduce((sum, each, axis) => sum * shape[axis] + each, 0);
	return numbersOf(trace, subject, time)[flat];
}

/**
 * The panes of `shown` as they should be after `time` steps; numbers that are right stay as shown.
 * Where the cells are too small to be read there are none.
 */
export function expectedPanes(
	trace: Trace,
	time: number,
	shown: Picture,
	isReadable = true
): PaneShown[] {
	return shown.panes.map((pane) => {
		const subject = subjectOf(trace, pane);
		const values = isReadable ? numbersOf(trace, subject, time) : [];
		const numbers = Array.from(values, (value, i) =>
			isRounded(pane.numbers[i] ?? '', value) ? pane.numbers[i] : String(value)
		);
		return { ...pane, writes: isWritten(trace.steps[time - 1], subject, pane.part), numbers };
	});
}

/** Whether a step works on the gradient that comes out of one of `nodes`: they light up backward. */
function isGoingBack(trace: Trace, step: Step | undefined, nodes: readonly number[]): boolean {
	const isTaken = nodes.some((node) => trace.graph.nodes[node].inputs.includes(step?.owner ?? NaN));
	return step?.phase === 'backward' && (isTaken || nodes.includes(step.owner));
}

/** The op chips that are lit after `time` steps, as `Picture.chips` has them. */
export function expectedChips(trace: Trace, time: number): string[] {
	const step = trace.steps[time - 1] as Step | undefined;
	return trace.steps.flatMap(({ node, phase }) => {
		const { op } = trace.graph.nodes[node];
		if (phase !== 'forward') return [];
		if (step?.node === node) return [`${op}: forward`];
		const isBack = step?.owner !== node && isGoingBack(trace, step, [node]);
		return isBack ? [`${op}: backward`] : [];
	});
}

/** The card that stands for the loss, after `time` steps. */
export function expectedCard(trace: Trace, time: number, shown: Picture): Picture['card'] {
	const step = trace.steps[time - 1] as Step | undefined;
	const { loss, graph } = trace;
	const inside = trace.steps.filter(({ phase }) => phase === 'loss').map(({ node }) => node);
	const isForward = step?.phase === 'loss';
	const isBackward = isGoingBack(trace, step, inside);
	const value = shown.card?.value ?? '';
	const isThere = loss !== null && doneAt(trace, loss) <= time;
	const isRight = isThere && isRounded(value, trace.values[loss].data[0]);
	return {
		active: isForward ? 'forward' : isBackward ? 'backward' : null,
		op: step && inside.includes(step.owner) ? graph.nodes[step.node].op : '',
		value: !isThere ? '' : isRight ? value : String(trace.values[loss].data[0])
	};
}

/** "Step 3 of 21, forward: y_pred = mm(h_relu, w2), 64×10", as far as the trace alone can tell. */
export function expectedNarration(trace: Trace, time: number): RegExp {
	const { node, phase } = trace.steps[time - 1];
	const { op, shape } = trace.graph.nodes[node];
	const escape = (text: string) => text.replace('.', '\\.');
	const bound = trace.bindings.find((each) => each.node === node);
	const name = bound ? `${escape(bound.name)} = ` : '';
	const size = shape.length > 0 ? shape.join('×') : 'scalar';
	return new RegExp(
		`^Step ${time} of ${trace.steps.length}, ${phase}: ${name}.*\\b${op}\\(.*\\), .*${size}$`
	);
}
