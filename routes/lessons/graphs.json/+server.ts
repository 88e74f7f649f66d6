/** The graph of every lesson, small, as the gallery draws it; made with the page. */
import { json } from '@sveltejs/kit';
import { createReferenceBackend, createSession } from '#engine';
import { lessonCalled } from '#engine/lessons/gallery.ts';
import { GALLERY, type BuiltInId } from '#engine/lessons/lesson.ts';
import { createThumbnail, type Thumbnail } from '#scene/thumbnail.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

async function thumbnailOf(id: BuiltInId): Promise<Thumbnail> {
	const { source } = await lessonCalled(id);
	const options = { seed: 0, dtype: 'float32' } as const;
	const session = await createSession(source, options, createReferenceBackend());
	const trace = await session.trace(0);
	if (!trace) throw new Error(`the lesson ${id} has no iteration to show`);
	return createThumbnail(trace);
}

export const GET: RequestHandler = async () => {
	const ids: readonly BuiltInId[] = ['manual', ...GALLERY];
	const graphs = await Promise.all(ids.map(async (id) => [id, await thumbnailOf(id)] as const));
	return json(Object.fromEntries(graphs));
};
