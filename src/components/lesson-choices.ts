// The lessons to choose from, in the order of the header and of the keys 1, 2, 3 …
import type { LessonId } from '#engine/lessons/lessons.ts';
import { m } from '#messages';
import type { Explorer } from '#state/explorer.svelte.ts';

/** One lesson, or the two side by side. */
export type LessonView = LessonId | 'both';

export interface LessonChoice {
	readonly value: LessonView;
	readonly label: () => string;
}

export const lessonChoices: readonly LessonChoice[] = [
	{ value: 'manual', label: m.lesson_manual },
	{ value: 'autograd', label: m.lesson_autograd },
	{ value: 'both', label: m.lesson_both }
];

export function shownLesson(explorer: Explorer): LessonView {
	return explorer.both ? 'both' : explorer.lessonId;
}

export function showLesson(explorer: Explorer, view: LessonView): void {
	if (view === shownLesson(explorer)) return;
	explorer.choose(view === 'both' ? { both: true } : { lessonId: view, both: false });
}
