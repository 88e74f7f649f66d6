// The keyboard of the page: space plays and pauses, arrows step, with shift by iterations.
import type { Player } from '#state/player.svelte.ts';

/** Elements that have their own use for these keys. */
const CONTROLS =
	'input, select, textarea, button, [role="slider"], [role="grid"], dialog, [contenteditable]';
const ARROW_KEEPERS =
	'input, select, textarea, [role="slider"], [role="grid"], [role="tablist"], dialog, [tabindex="0"]';

function isAt(event: KeyboardEvent, selector: string): boolean {
	return event.target instanceof Element && event.target.closest(selector) !== null;
}

/** A listener for keydown on the window. */
export function createKeys(
	player: () => Player,
	toggle: () => void
): (event: KeyboardEvent) => void {
	return (event) => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.key === ' ' && !isAt(event, CONTROLS)) toggle();
		else if (event.key === 'ArrowRight' && !isAt(event, ARROW_KEEPERS)) move(1, event.shiftKey);
		else if (event.key === 'ArrowLeft' && !isAt(event, ARROW_KEEPERS)) move(-1, event.shiftKey);
		else return;
		event.preventDefault();
	};

	function move(way: 1 | -1, wholeIterations: boolean) {
		if (wholeIterations) player().skip(way);
		else if (way > 0) player().forward();
		else player().back();
	}
}
