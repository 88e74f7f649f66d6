// The keyboard of the page: finds the shortcut that a key means, unless a control has its own use for it.
import { bindings, type Action, type Actions } from './shortcuts.ts';

interface Options {
	readonly actions: () => Actions;
	/** Whether the shortcuts are switched on. */
	readonly isOn: () => boolean;
	readonly isPresenting: () => boolean;
}

const TEXT =
	'input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable], dialog';
/** Elements that have their own use for some keys. */
const KEEPERS: readonly (readonly [RegExp, string])[] = [
	[/^ $/, 'input, button, summary, [role="button"], [role="slider"]'],
	[/^Arrow|^Home$|^End$|^Page/, 'input, [role="slider"], [tabindex="0"]:not([role="button"])'],
	[/./, TEXT]
];

function isKept(event: KeyboardEvent): boolean {
	const { key } = event;
	// what is inside a component's own tree is told from outside only by its path
	const [target] = event.composedPath();
	if (!(target instanceof Element)) return false;
	return KEEPERS.some(([keys, selector]) => keys.test(key) && target.closest(selector) !== null);
}

/** The letter of the key where the layout is not Latin (ㅔ stands where p does). */
function keyOf({ key, code }: KeyboardEvent): string {
	if (/^[ -~]$/.test(key)) return key.toLowerCase();
	return /^Key[A-Z]$/.test(code) && (key.length === 1 || key === 'Process')
		? code.slice(3).toLowerCase()
		: key;
}

function actionOf(event: KeyboardEvent, isPresenting: boolean): Action | undefined {
	const key = keyOf(event);
	// shift makes some signs, but changes what a named key means
	const isShifted = event.shiftKey && key.length > 1;
	return bindings.find(
		({ key: bound, shift = false, presenting }) =>
			bound === key && shift === isShifted && (!presenting || isPresenting)
	)?.action;
}

/** A listener for keydown on the window. */
export function createKeys({
	actions,
	isOn,
	isPresenting
}: Options): (event: KeyboardEvent) => void {
	return (event) => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
		// nothing of the page under a dialog is to move, wherever the focus is
		if (isKept(event) || document.querySelector('dialog:modal')) return;
		const action = actionOf(event, isPresenting());
		// Escape is how one gets out, and no character that speech input could type
		if (!action || (!isOn() && action !== 'escape')) return;
		const act = actions()[action];
		if (!act) return;
		event.preventDefault();
		act();
	};
}
