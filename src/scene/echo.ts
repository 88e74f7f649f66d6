/**
 * What on the stage answers when a node is pointed at: the matrix that holds it, the counterpart
 * of that matrix (a value's gradient, a gradient's value), and the ways by which it comes and goes.
 */
import type { Trace } from '#engine/trace.ts';
import type { Card, SceneModel, Tile } from './model.ts';
import { gradientWays, valueWays } from './ways.ts';

/** `n4 value`, `n4 gradient`, `g-loss value`: a matrix, or a card's number. */
export type SubjectKey = `${string} ${'value' | 'gradient'}`;

export interface Echo {
	readonly subjects: ReadonlySet<SubjectKey>;
	/** The other half of each subject. */
	readonly partners: ReadonlySet<SubjectKey>;
	/** Keyed like `Layout.routes`. */
	readonly routes: ReadonlySet<string>;
}

export const SILENCE: Echo = { subjects: new Set(), partners: new Set(), routes: new Set() };

export function subjectKey(id: string, part: 'value' | 'gradient'): SubjectKey {
	return `${id} ${part}`;
}

/** The matrix that stands for `node`: its own, or that of the value or gradient that it helps to make. */
export function subjectOf(trace: Trace, model: SceneModel, node: number): SubjectKey | null {
	const place = model.places.get(node);
	if (!place) return null;
	if (place.part !== 'inside') return subjectKey(place.id, place.part);
	const step = trace.steps.find((each) => each.node === node);
	const isBack = step?.phase === 'backward' || step?.phase === 'zero';
	return subjectKey(place.id, isBack && holdsGradient(model, place.id) ? 'gradient' : 'value');
}

function holdsGradient(model: SceneModel, id: string): boolean {
	return thingOf(model, id)?.gradient != null;
}

function thingOf(model: SceneModel, id: string): Tile | Card | undefined {
	return model.tiles.find((tile) => tile.id === id) ?? model.cards.find((card) => card.id === id);
}

/** The node that a matrix shows; a card's is its last. */
export function nodeOf(model: SceneModel, key: SubjectKey): number | null {
	const [id, part] = key.split(' ');
	const thing = thingOf(model, id);
	return (part === 'gradient' ? thing?.gradient?.node : thing?.node) ?? null;
}

/** The other half: the gradient of a value, the value of a gradient; null for a value without one. */
export function partnerOf(model: SceneModel, key: SubjectKey): SubjectKey | null {
	const [id, part] = key.split(' ');
	if (part === 'gradient') return subjectKey(id, 'value');
	return holdsGradient(model, id) ? subjectKey(id, 'gradient') : null;
}

/** What answers when `nodes` are pointed at together; nodes that the picture does not show are passed over. */
export function echoOf(trace: Trace, model: SceneModel, nodes: readonly number[]): Echo {
	const subjects = new Set<SubjectKey>();
	for (const node of nodes) {
		const key = subjectOf(trace, model, node);
		if (key) subjects.add(key);
	}
	const partners = new Set<SubjectKey>();
	const routes = new Set<string>();
	for (const key of subjects) {
		const [id, part] = key.split(' ');
		const partner = partnerOf(model, key);
		if (partner && !subjects.has(partner)) partners.add(partner);
		const around = part === 'value' ? valueWays : gradientWays;
		for (const route of around(model, id)) routes.add(route);
	}
	return { subjects, partners, routes };
}
