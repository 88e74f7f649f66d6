/** What opens over the page closes again: by Escape, by a press elsewhere, by the focus going on. */
import type { Attachment } from 'svelte/attachments';

/** For the element that holds both the button and what it opens; Escape gives the focus back to the button. */
export function dismiss(isOpen: () => boolean, close: () => void): Attachment<HTMLElement> {
	return (element) => {
		const isInside = (target: EventTarget | null) =>
			target instanceof Node && element.contains(target);
		const press = (event: PointerEvent) => isOpen() && !isInside(event.target) && close();
		const leave = ({ relatedTarget }: FocusEvent) =>
			relatedTarget !== null && !isInside(relatedTarget) && close();
		const key = (event: KeyboardEvent) => {
			if (event.key !== 'Escape' || !isOpen()) return;
			event.stopPropagation();
			close();
			element.querySelector<HTMLElement>('[aria-expanded]')?.focus();
		};
		window.addEventListener('pointerdown', press);
		element.addEventListener('focusout', leave);
		element.addEventListener('keydown', key);
		return () => {
			window.removeEventListener('pointerdown', press);
			element.removeEventListener('focusout', leave);
			element.removeEventListener('keydown', key);
		};
	};
}
