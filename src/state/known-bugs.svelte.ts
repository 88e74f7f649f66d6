/** The bugs that are known of a lesson: those of its list, and of one that the reader has opened for it. */
import { FileError } from '#engine/exchange/problem.ts';
import { bugsOf, type Bug } from '#engine/lessons/bugs.ts';
import type { LessonId } from '#engine/lessons/lesson.ts';
import type { Library } from './library.svelte.ts';
import { keepAll, recallAll } from './storage.ts';

const KEY = 'bugs';

/** A file as it was opened; see `parseBugs`. */
export interface OwnList {
	readonly file: string;
	readonly text: string;
}

type Lists = Readonly<Partial<Record<LessonId, OwnList>>>;

function isList(value: unknown): value is OwnList {
	if (typeof value !== 'object' || !value) return false;
	return ['file', 'text'].every((key) => typeof value[key as keyof typeof value] === 'string');
}

/** One list a lesson, which this browser keeps. */
export class OwnLists {
	#lists = $state.raw<Lists>(recallAll(KEY, isList));

	of(id: LessonId): OwnList | null {
		return this.#lists[id] ?? null;
	}

	/** Null takes it away. */
	write(id: LessonId, list: OwnList | null): void {
		const { [id]: _, ...others } = this.#lists;
		this.#lists = list ? { ...others, [id]: list } : others;
		keepAll(KEY, this.#lists);
	}
}

/** Read from what the browser keeps when they are asked for first. */
export function ownLists(library: Library): OwnLists {
	return (library.lists ??= new OwnLists());
}

/** Takes a list for the lesson `id`. Throws a FileError where it does not fit. */
export async function addOwnList(library: Library, id: LessonId, list: OwnList): Promise<void> {
	const { parseBugs } = await import('#engine/lessons/bug-list.ts');
	parseBugs(list.text, library.of(id));
	ownLists(library).write(id, list);
}

export interface KnownBugs {
	/** Of the lesson's list. */
	readonly builtIn: readonly Bug[];
	/** Of the reader's, with words of their own. */
	readonly own: readonly Bug[];
	/** What is wrong with the reader's list, for instance since the lesson is another one. */
	readonly problem: string | null;
}

/** Of the lesson as it comes, whatever the reader has made of it. */
export async function knownBugs(library: Library, id: LessonId): Promise<KnownBugs> {
	const list = ownLists(library).of(id);
	const lesson = library.of(id);
	const builtIn = id === 'opened' ? [] : await bugsOf(id);
	if (!list) return { builtIn, own: [], problem: null };
	const { parseBugs } = await import('#engine/lessons/bug-list.ts');
	try {
		return { builtIn, own: parseBugs(list.text, lesson), problem: null };
	} catch (error) {
		if (!(error instanceof FileError)) throw error;
		return { builtIn, own: [], problem: error.message };
	}
}
