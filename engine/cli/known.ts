/**
 * `explorer check FILE.py --reference REFERENCE.py --bugs BUGS.json`: what is known to go wrong in the
 * lesson that a file should be. A built-in lesson brings its own list along.
 */
import { basename } from 'node:path';
import type { Finding, KnownLesson } from '../check/fingerprint.ts';
import { FileError } from '../exchange/problem.ts';
import { parseBugs } from '../lessons/bug-list.ts';
import { bugsOf, type Bug } from '../lessons/bugs.ts';
import { lessonCalled } from '../lessons/gallery.ts';
import { GALLERY } from '../lessons/lesson.ts';
import type { LessonOptions } from '../session.ts';
import { readLesson, readText } from './lesson-file.ts';
import { UsageError } from './usage.ts';

export interface Known {
	/** The lesson as it should be. */
	readonly source: string;
	/** Null: the built-in lesson's own, if it is one. */
	readonly bugs: readonly Bug[] | null;
}

/** Null where nothing is asked for. Throws a UsageError that says what is wrong with the list, and where. */
export function readKnown(reference: string | undefined, bugs: string | undefined): Known | null {
	if (reference === undefined) {
		if (bugs !== undefined) throw new UsageError('--bugs needs --reference, the lesson it is for');
		return null;
	}
	const { source } = readLesson(reference);
	if (bugs === undefined) return { source, bugs: null };
	try {
		return { source, bugs: parseBugs(readText(bugs), { file: basename(reference), source }) };
	} catch (error) {
		if (error instanceof FileError) throw new UsageError(`${bugs}: ${error.message}`);
		throw error;
	}
}

/** A bug that explains a gradient; a built-in one has no words here, its id says it. */
export interface Cause {
	readonly bug: string;
	readonly hint: string | null;
}

/** Where no list is given, with the built-in lesson's own; throws a UsageError if it is none. */
export async function knownLesson(
	{ source, bugs }: Known,
	options: LessonOptions
): Promise<KnownLesson> {
	return { source, bugs: bugs ?? (await builtInBugs(source)), options };
}

/** By the name of the gradient. */
export function namedCauses(
	findings: readonly Finding[],
	bugs: readonly Bug[]
): Record<string, Cause> {
	const entries = findings.flatMap(({ bug: id, names }) => {
		const words = bugs.find((bug) => bug.id === id)?.words;
		const cause = { bug: words?.name ?? id.replaceAll('_', ' '), hint: words?.hint ?? null };
		return names.map((name) => [name, cause] as const);
	});
	return Object.fromEntries(entries);
}

async function builtInBugs(source: string): Promise<readonly Bug[]> {
	for (const id of ['manual', 'autograd', ...GALLERY] as const) {
		if ((await lessonCalled(id)).source === source) return bugsOf(id);
	}
	throw new UsageError('--reference is no built-in lesson: it needs --bugs');
}

export function showCause(cause: Cause | undefined): string[] {
	if (!cause) return [];
	return [`    cause    ${cause.bug}`, ...(cause.hint ? [`    hint     ${cause.hint}`] : [])];
}
