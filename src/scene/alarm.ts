/** Where numbers stop being numbers: the first node of an iteration whose value is not finite. */
import type { Trace } from '#engine/trace.ts';
import type { Tensor } from '#engine/tensor.ts';

export type OddKind = 'NaN' | '∞';

export interface Alarm {
	readonly node: number;
	/** Index of the step that made it; −1 where an iteration before did. */
	readonly step: number;
	readonly kind: OddKind;
}

/** What there is in `tensor` beside numbers; NaN, which spreads, before infinity. */
export function oddIn({ data }: Tensor): OddKind | null {
	let found: OddKind | null = null;
	for (let i = 0; i < data.length; i++) {
		if (Math.abs(data[i]) < Infinity) continue;
		if (Number.isNaN(data[i])) return 'NaN';
		found = '∞';
	}
	return found;
}

/**
 * The leaf that brings the first value that is not finite into the iteration, else the first step
 * that makes one out of finite inputs. An infinite constant is the lesson's own wish.
 */
export function findAlarm(trace: Trace): Alarm | null {
	const { nodes } = trace.graph;
	for (const { id, op } of nodes) {
		const kind = op === 'input' ? oddIn(trace.values[id]) : null;
		if (kind) return { node: id, step: -1, kind };
	}
	for (const [step, { node }] of trace.steps.entries()) {
		const kind = oddIn(trace.values[node]);
		const isWished = Math.abs(Number(nodes[node].attrs.value)) === Infinity;
		const isMade = !isWished && nodes[node].inputs.every((input) => !oddIn(trace.values[input]));
		if (kind && isMade) return { node, step, kind };
	}
	return null;
}
