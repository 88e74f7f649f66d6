// Every key of the page, as data: what listens to them and announces them reads it here; shortcut-list.ts explains them.
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

/** A key that does something wherever the focus is, unless a control there has its own use for it. */
export interface Binding {
	/** As `KeyboardEvent.key` has it. */
	readonly key: string;
	readonly action: Action;
	readonly shift?: true;
	/** Only while presenting: what the buttons of a presenter's remote control send. */
	readonly presenting?: true;
}

export const bindings: readonly Binding[] = [
	{ key: ' ', action: 'toggle' },
	{ key: 'ArrowLeft', action: 'back' },
	{ key: 'ArrowRight', action: 'forward' },
	{ key: 'ArrowLeft', action: 'previous', shift: true },
	{ key: 'ArrowRight', action: 'next', shift: true },
	{ key: 'Home', action: 'start' },
	{ key: 'End', action: 'end' },
	{ key: 'PageUp', action: 'back', presenting: true },
	{ key: 'PageDown', action: 'forward', presenting: true },
	...lessonChoices.map((_, i): Binding => ({ key: `${i + 1}`, action: `lesson ${i + 1}` })),
	{ key: 'g', action: 'lessons' },
	{ key: 'b', action: 'bugs' },
	{ key: 'p', action: 'present' },
	{ key: 'l', action: 'list' },
	{ key: '?', action: 'help' },
	{ key: 'Escape', action: 'escape' },
	{ key: '/', action: 'find' },
	{ key: 'f', action: 'fold' },
	{ key: 't', action: 'transpose' }
];

/** The first key for `action`, in the spelling of aria-keyshortcuts. */
export function ariaKeys(action: Action): string | undefined {
	const found = bindings.find((each) => each.action === action);
	return found && `${found.shift ? 'Shift+' : ''}${found.key === ' ' ? 'Space' : found.key}`;
}
