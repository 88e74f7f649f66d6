/** What is known to go wrong in the lesson that a source began from; loaded when something does. */
import type { KnownLesson } from '#engine/check/fingerprint.ts';
import { bugsOf } from '#engine/lessons/bugs.ts';
import type { Lesson } from '#engine/lessons/lesson.ts';
import type { LoadRequest } from '#worker/api.ts';
import { optionsOf } from '#worker/options.ts';

/** Null for a file that the reader opened: nobody knows what it should be. */
export async function knownLesson(
	{ id, source }: Pick<Lesson, 'id' | 'source'>,
	request: LoadRequest
): Promise<KnownLesson | null> {
	if (id === 'opened') return null;
	return { source, bugs: await bugsOf(id), options: optionsOf(request) };
}
