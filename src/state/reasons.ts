/** What is behind gradients that are wrong, by what is known of the lesson; loaded when one is. */
import type { Trace } from '#engine';
import type { KnownLesson } from '#engine/check/fingerprint.ts';
import type { Pattern } from '#engine/check/pattern.ts';
import type { Bug } from '#engine/lessons/bugs.ts';
import type { LessonId } from '#engine/lessons/lesson.ts';
import type { LoadRequest } from '#worker/api.ts';
import type { EngineClient } from '#worker/client.ts';
import { optionsOf } from '#worker/options.ts';
import { knownBugs } from './known-bugs.svelte.ts';
import type { Library } from './library.svelte.ts';

/** The lesson that a source began from. */
export interface Origin {
	readonly library: Library;
	readonly id: LessonId;
}

/** A known bug, and the gradients that it alone makes as they are. */
export interface KnownCause {
	readonly bug: Bug;
	readonly names: readonly string[];
}

export interface Reasons {
	readonly known: readonly KnownCause[];
	/** By the name of the gradient. */
	readonly patterns: ReadonlyMap<string, Pattern>;
}

export async function reasonsOf(
	trace: Trace,
	engine: Pick<EngineClient, 'explain'>,
	request: LoadRequest,
	origin: Origin | null
): Promise<Reasons> {
	const lesson = origin && (await lessonOf(origin, request));
	const { findings, patterns } = await engine.explain(trace, lesson);
	const bugs = new Map(lesson?.bugs.map((bug) => [bug.id, bug]));
	const known = findings.flatMap(({ bug: id, names }) => {
		const bug = bugs.get(id);
		return bug ? [{ bug, names }] : [];
	});
	return { known, patterns };
}

/** A teacher's own words come before ours. Null where no bug is known. */
async function lessonOf(
	{ library, id }: Origin,
	request: LoadRequest
): Promise<KnownLesson | null> {
	const { own, builtIn } = await knownBugs(library, id);
	const bugs = [...own, ...builtIn];
	if (bugs.length === 0) return null;
	return { source: library.of(id).source, bugs, options: optionsOf(request) };
}
