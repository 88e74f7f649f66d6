/** A lesson of the gallery under its own address. */
import { error } from '@sveltejs/kit';
import { gallery } from '#engine/lessons/gallery.ts';
import { GALLERY } from '#engine/lessons/lesson.ts';
import type { EntryGenerator, PageLoad } from './$types';

// a folder with an index, which every static host serves
export const trailingSlash = 'always';

export const entries: EntryGenerator = () => GALLERY.map((lesson) => ({ lesson }));

export const load: PageLoad = async ({ params }) => {
	const id = GALLERY.find((each) => each === params.lesson);
	if (!id) error(404);
	const [lesson, { noteOf }] = await Promise.all([
		gallery[id](),
		import('#components/gallery/note.ts')
	]);
	return { lesson, note: noteOf(id) };
};
