/** A node in the reader's terms: what the picture calls it, and which steps made it and its other half. */
import type { Trace } from '#engine/trace.ts';
import { nodeOf, partnerOf, subjectOf } from './echo.ts';
import type { SceneModel } from './model.ts';

export interface Meaning {
	readonly node: number;
	/** The picture's name of the value: for a gradient, of what it is the gradient of. */
	readonly name: string;
	readonly kind: 'value' | 'gradient' | 'update';
	/** Index of the step that made it; null for a leaf. */
	readonly step: number | null;
	/** The same of its gradient, or of the value that it is the gradient of. */
	readonly partner: number | null;
}

function stepOf(trace: Trace, node: number | null): number | null {
	const step = trace.steps.findIndex((each) => each.node === node);
	return step < 0 ? null : step;
}

/** Null for a node that the picture does not show. */
export function meaningOf(trace: Trace, model: SceneModel, node: number): Meaning | null {
	const key = subjectOf(trace, model, node);
	if (!key) return null;
	const [id, part] = key.split(' ');
	const thing = [...model.tiles, ...model.cards].find((each) => each.id === id)!;
	const step = stepOf(trace, node);
	const isUpdate = step !== null && trace.steps[step].phase === 'update';
	const partner = partnerOf(model, key);
	return {
		...{ node, name: thing.label, step, partner: stepOf(trace, partner && nodeOf(model, partner)) },
		kind: isUpdate ? 'update' : part === 'gradient' ? 'gradient' : 'value'
	};
}
