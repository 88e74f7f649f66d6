// The keys as they are explained to the reader, who has to ask for it first.
import { m } from '#messages';
import { lessonChoices } from './lesson-choices.ts';
import type { Action } from './shortcuts.ts';

export type Group = 'time' | 'page' | 'graph' | 'focus';

/** Keys that are explained in one line. */
export interface Shortcut {
	readonly group: Group;
	readonly text: () => string;
	/** As the caps of the keys are drawn. */
	readonly caps: readonly string[];
	/** None: a control that has the focus takes the keys by itself. */
	readonly actions: readonly Action[];
}

function shortcut(
	group: Group,
	text: () => string,
	caps: readonly string[],
	...actions: readonly Action[]
): Shortcut {
	return { group, text, caps, actions };
}

const lessons = lessonChoices.map(({ label }, i) =>
	shortcut('page', () => m.keys_lesson({ lesson: label() }), [`${i + 1}`], `lesson ${i + 1}`)
);

export const shortcuts: readonly Shortcut[] = [
	shortcut('time', m.keys_toggle, ['Space'], 'toggle'),
	shortcut('time', m.keys_step, ['←', '→'], 'back', 'forward'),
	shortcut('time', m.keys_iteration, ['Shift', '←', '→'], 'previous', 'next'),
	shortcut('time', m.keys_ends, ['Home', 'End'], 'start', 'end'),
	shortcut('time', m.keys_remote, ['PgUp', 'PgDn'], 'back', 'forward'),
	...lessons,
	shortcut('page', m.keys_lessons, ['G'], 'lessons'),
	shortcut('page', m.keys_bugs, ['B'], 'bugs'),
	shortcut('page', m.keys_present, ['P'], 'present'),
	shortcut('page', m.keys_list, ['L'], 'list'),
	shortcut('page', m.keys_help, ['?'], 'help'),
	shortcut('page', m.keys_escape, ['Esc'], 'escape'),
	shortcut('graph', m.keys_find, ['/'], 'find'),
	shortcut('graph', m.keys_fold, ['F'], 'fold'),
	shortcut('graph', m.keys_transpose, ['T'], 'transpose'),
	shortcut('focus', m.keys_zoom, ['+', '−', '0']),
	shortcut('focus', m.keys_choose, ['Enter']),
	shortcut('focus', m.keys_cell, ['↑', '↓', '←', '→'])
];
