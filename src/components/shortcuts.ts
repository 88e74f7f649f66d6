// Every key of the page, as data: what listens to them, explains them and announces them reads it here.
import { m } from '#messages';
import { lessonChoices } from './lesson-choices.ts';

export type Action =
	| 'toggle'
	| 'back'
	| 'forward'
	| 'previous'
	| 'next'
	| 'start'
	| 'end'
	| `lesson ${number}`
	| 'lessons'
	| 'fold'
	| 'find'
	| 'transpose'
	| 'list'
	| 'bugs'
	| 'present'
	| 'help'
	| 'escape';

/** What the actions do; one that has nothing to do now is absent. */
export type Actions = Partial<Readonly<Record<Action, () => void>>>;

export interface Key {
	/** As `KeyboardEvent.key` has it. */
	readonly key: string;
	/** As the cap of the key is drawn. */
	readonly cap: string;
	/** Absent: a control that has the focus takes the key by itself. */
	readonly action?: Action;
}

export type Group = 'time' | 'page' | 'graph' | 'focus';

/** Keys that are explained in one line. */
export interface Shortcut {
	readonly group: Group;
	readonly text: () => string;
	readonly keys: readonly Key[];
	readonly shift?: true;
	/** Only while presenting: what the buttons of a presenter's remote control send. */
	readonly presenting?: true;
}

const lessons = lessonChoices.map(({ label }, i): Shortcut => ({
	group: 'page',
	text: () => m.keys_lesson({ lesson: label() }),
	keys: [{ key: String(i + 1), cap: String(i + 1), action: `lesson ${i + 1}` }]
}));

export const shortcuts: readonly Shortcut[] = [
	{ group: 'time', text: m.keys_toggle, keys: [{ key: ' ', cap: 'Space', action: 'toggle' }] },
	{
		group: 'time',
		text: m.keys_step,
		keys: [
			{ key: 'ArrowLeft', cap: '←', action: 'back' },
			{ key: 'ArrowRight', cap: '→', action: 'forward' }
		]
	},
	{
		group: 'time',
		text: m.keys_iteration,
		shift: true,
		keys: [
			{ key: 'ArrowLeft', cap: '←', action: 'previous' },
			{ key: 'ArrowRight', cap: '→', action: 'next' }
		]
	},
	{
		group: 'time',
		text: m.keys_ends,
		keys: [
			{ key: 'Home', cap: 'Home', action: 'start' },
			{ key: 'End', cap: 'End', action: 'end' }
		]
	},
	{
		group: 'time',
		text: m.keys_remote,
		presenting: true,
		keys: [
			{ key: 'PageUp', cap: 'PgUp', action: 'back' },
			{ key: 'PageDown', cap: 'PgDn', action: 'forward' }
		]
	},
	...lessons,
	{ group: 'page', text: m.keys_lessons, keys: [{ key: 'g', cap: 'G', action: 'lessons' }] },
	{ group: 'page', text: m.keys_present, keys: [{ key: 'p', cap: 'P', action: 'present' }] },
	{ group: 'page', text: m.keys_list, keys: [{ key: 'l', cap: 'L', action: 'list' }] },
	{ group: 'page', text: m.keys_bugs, keys: [{ key: 'b', cap: 'B', action: 'bugs' }] },
	{ group: 'page', text: m.keys_help, keys: [{ key: '?', cap: '?', action: 'help' }] },
	{ group: 'page', text: m.keys_escape, keys: [{ key: 'Escape', cap: 'Esc', action: 'escape' }] },
	{ group: 'graph', text: m.keys_find, keys: [{ key: '/', cap: '/', action: 'find' }] },
	{ group: 'graph', text: m.keys_fold, keys: [{ key: 'f', cap: 'F', action: 'fold' }] },
	{ group: 'graph', text: m.keys_transpose, keys: [{ key: 't', cap: 'T', action: 'transpose' }] },
	{
		group: 'focus',
		text: m.keys_zoom,
		keys: [
			{ key: '+', cap: '+' },
			{ key: '-', cap: '−' },
			{ key: '0', cap: '0' }
		]
	},
	{ group: 'focus', text: m.keys_choose, keys: [{ key: 'Enter', cap: 'Enter' }] },
	{
		group: 'focus',
		text: m.keys_cell,
		keys: [
			{ key: 'ArrowUp', cap: '↑' },
			{ key: 'ArrowDown', cap: '↓' },
			{ key: 'ArrowLeft', cap: '←' },
			{ key: 'ArrowRight', cap: '→' }
		]
	}
];

/** The first shortcut for `action`, in the spelling of aria-keyshortcuts. */
export function ariaKeys(action: Action): string | undefined {
	for (const { keys, shift } of shortcuts) {
		const found = keys.find((each) => each.action === action);
		if (found) return `${shift ? 'Shift+' : ''}${found.key === ' ' ? 'Space' : found.key}`;
	}
	return undefined;
}
