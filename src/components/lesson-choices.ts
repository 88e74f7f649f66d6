// The lessons to choose from, in the order of the header and of the keys 1, 2, 3 …
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { SeedId } from '#engine/lessons/lesson.ts';
import { m } from '#messages';
import type { Explorer } from '#state/explorer.svelte.ts';

/** One lesson, or the two side by side. */
export type LessonView = SeedId | 'both';

export interface LessonChoice {
	readonly value: LessonView;
	readonly label: () => string;
}

export const lessonChoices: readonly LessonChoice[] = [
	{ value: 'manual', label: m.lesson_manual },
	{ value: 'autograd', label: m.lesson_autograd },
	{ value: 'both', label: m.lesson_both }
];

/** Null while a lesson of the gallery is on the page. */
export function shownLesson({ both, lessonId }: Explorer): LessonView | null {
	if (both) return 'both';
	return lessonId === 'manual' || lessonId === 'autograd' ? lessonId : null;
}

export function showLesson(explorer: Explorer, view: LessonView): void {
	if (view === shownLesson(explorer)) return;
	const isElsewhere = shownLesson(explorer) === null;
	explorer.choose({
		...(view === 'both' ? { both: true } : { lessonId: view, both: false }),
		...(isElsewhere ? { size: 'own' } : {})
	});
	if (isElsewhere) void goto(resolve('/'), { keepFocus: true });
}
