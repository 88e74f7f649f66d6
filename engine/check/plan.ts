/**
 * What a move of one entry reaches, node by node, and how each reached entry is computed again.
 */
import type { Node } from '../graph.ts';
import type { Bounded } from '../ops/op.ts';
import { opTable } from '../ops/index.ts';
import { isFloat, type Data } from '../tensor.ts';
import { applyBounded, wide, type BoundedValues } from './bounded.ts';
import type { Edges } from './constants.ts';
import { copyStep, gatherOperands, patched, pick, type Operand, type Patch } from './patch.ts';
import { sumStep } from './patched-sum.ts';
import { merged, wiringOf, type Wiring } from './wiring.ts';

/** One node that the move reaches. */
export interface Task {
	readonly node: Node;
	/** The node of each operand that moves; null where none of it does. */
	readonly sources: readonly (number | null)[];
	readonly flats: Uint32Array;
	readonly run: (patches: readonly (Patch | null)[]) => Outcome;
}

interface Outcome {
	readonly moved: Bounded;
	/** The branches taken there. */
	readonly signature: string;
}

export class Planner {
	readonly #wirings = new Map<number, Wiring>();

	constructor(
		readonly base: BoundedValues,
		readonly downstream: readonly number[],
		readonly follows: Edges
	) {}

	/** The tasks in order where `flats` of every one of `targets` move. */
	plan(targets: readonly number[], flats: Uint32Array): Task[] {
		const reached = new Map(targets.map((id) => [id, flats]));
		return this.downstream.flatMap((id) => {
			const node = this.base.graph.nodes[id];
			const sources = node.inputs.map((input, i) =>
				reached.has(input) && this.follows(node, i) ? input : null
			);
			const task = this.#task(node, sources, reached);
			if (!task) return [];
			reached.set(id, task.flats);
			return [task];
		});
	}

	#wiring(node: Node): Wiring {
		const known = this.#wirings.get(node.id);
		if (known) return known;
		const inputs = node.inputs.map((id) => this.base.at(id).value);
		const made = wiringOf(node, inputs, this.base.at(node.id).value);
		this.#wirings.set(node.id, made);
		return made;
	}

	#task(
		node: Node,
		sources: Task['sources'],
		reached: ReadonlyMap<number, Uint32Array>
	): Task | null {
		const operands = node.inputs.map((id, k): Operand => {
			const source = sources[k];
			return { base: this.base.at(id), flats: source === null ? null : reached.get(source)! };
		});
		const wiring = this.#wiring(node);
		const out = this.base.at(node.id);
		const flats = reachedOf(wiring, operands, out);
		if (flats.length === 0) return null;
		return { node, sources, flats, run: runOf(node, wiring, { out, operands, flats }) };
	}
}

/** Whole numbers decide which entries are picked: where they move, all may. */
function movesPicks({ way }: Wiring, operands: readonly Operand[]): boolean {
	return (
		way !== 'entries' && operands.some(({ base, flats }) => flats && !isFloat(base.value.dtype))
	);
}

function reachedOf(wiring: Wiring, operands: readonly Operand[], { value }: Bounded): Uint32Array {
	if (wiring.way === 'whole' || movesPicks(wiring, operands)) {
		return Uint32Array.from(value.data, (_, i) => i);
	}
	const parts = operands.flatMap(({ flats }, k) => (flats ? [wiring.reached(k, flats)] : []));
	return parts.length === 1 ? parts[0] : merged(parts);
}

function runOf(
	node: Node,
	wiring: Wiring,
	{ out, operands, flats }: { out: Bounded; operands: readonly Operand[]; flats: Uint32Array }
): Task['run'] {
	const { way, making, sources } = wiring;
	if (sources && way === 'entries') return entriesRun(node, operands, sources, flats);
	const whole = wholeRun(node, operands, flats);
	const { dtype } = wide(node);
	if (way === 'whole' || movesPicks(wiring, operands) || !isFloat(dtype)) return whole;
	const step =
		way === 'copy'
			? copyStep(operands, making, flats, dtype)
			: sumStep({ out, operands, making, flats, moving: wiring.moving?.(operands) });
	if (!step) return whole;
	return (patches) => {
		const moved = step(patches);
		// where infinities meet, the op's own bound has more to say
		return moved.error.every((each) => each < Infinity) ? { moved, signature: '' } : whole(patches);
	};
}

function entriesRun(
	node: Node,
	operands: readonly Operand[],
	sources: NonNullable<Wiring['sources']>,
	flats: Uint32Array
): Task['run'] {
	const gather = gatherOperands(operands, (input) => sources(input, flats));
	const part = { ...node, shape: [flats.length] };
	return (patches) => {
		const inputs = gather(patches);
		const moved = applyBounded(part, inputs);
		return { moved, signature: branches(node, inputs, moved) };
	};
}

/** With the whole operands. */
function wholeRun(node: Node, operands: readonly Operand[], flats: Uint32Array): Task['run'] {
	return (patches) => {
		const inputs = operands.map(({ base }, k) => patched(base, patches[k]));
		const all = applyBounded(node, inputs);
		return { moved: pick(all, flats), signature: branches(node, inputs, all) };
	};
}

/** The signs of the op's branch arguments, and of what has more branches than two, which one it is. */
export function branches(node: Node, inputs: readonly Bounded[], { value }: Bounded): string {
	if (node.op === 'input' || node.op === 'constant') return '';
	if (!isFloat(node.dtype)) return value.data.join();
	const { kinks, pieces } = opTable[node.op];
	if (!kinks && !pieces) return '';
	const values = inputs.map((input) => input.value);
	const signs = (kinks?.(values, node.attrs) ?? []).map(({ data }) => signsOf(data));
	return [...signs, ...(pieces ? [pieces(values, value).data.join()] : [])].join();
}

function signsOf(data: Data): string {
	let signs = '';
	for (let i = 0; i < data.length; i++) signs += data[i] > 0 ? '+' : data[i] < 0 ? '-' : '0';
	return signs;
}
