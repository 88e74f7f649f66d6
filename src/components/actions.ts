// What the shortcuts do.
import type { Display } from '#state/display.svelte.ts';
import type { Explorer } from '#state/explorer.svelte.ts';
import { lessonChoices, showLesson } from './lesson-choices.ts';
import type { Actions } from './shortcuts.ts';

/** `more`: what only the page itself can do. */
export function createActions(explorer: Explorer, display: Display, more: Actions): Actions {
	const { player } = explorer;
	const lessons = lessonChoices.map(
		({ value }, i) => [`lesson ${i + 1}`, () => showLesson(explorer, value)] as const
	);
	return {
		toggle: () => explorer.playPause(),
		back: () => player.back(),
		forward: () => player.forward(),
		previous: () => player.skip(-1),
		next: () => player.skip(1),
		start: () => player.seek(0),
		end: () => player.seek(Infinity),
		present: () => (display.presenting ? display.leave() : display.present()),
		escape: () => (explorer.cell ? explorer.pick(null) : display.leave()),
		...Object.fromEntries(lessons),
		...more
	};
}
