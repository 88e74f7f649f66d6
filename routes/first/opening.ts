/**
 * The first iteration as the build computes it, for a page that shows it before any script runs.
 * Only prerendering imports this.
 */
import { createReferenceBackend, createSession, type Trace } from '#engine';
import { lessons } from '#engine/lessons/lessons.ts';
import { createPreview, type Preview } from '#scene/preview.ts';
import { FIRST_CHOICE } from '#state/choice.ts';
import { wayBack } from '#state/landmarks.ts';

export interface Opening {
	readonly trace: Trace;
	readonly preview: Preview;
}

async function compute(): Promise<Opening> {
	const { lessonId, seed } = FIRST_CHOICE;
	const { source } = lessons[lessonId];
	const backend = createReferenceBackend();
	const session = await createSession(source, { seed, dtype: 'float32' }, backend);
	const trace = await session.trace(0);
	if (!trace) throw new Error(`the lesson ${lessonId} has no iteration to show`);
	const made = trace.steps.slice(wayBack(trace)).map((step) => step.node);
	const pictured = new Set(trace.graph.nodes.map((node) => node.id));
	for (const node of made) pictured.delete(node);
	return { trace, preview: createPreview(trace, pictured, session.info.total) };
}

/** Computed once, however many pages and pictures are made from it. */
export const opening: Promise<Opening> = compute();
