/** What opens over the page stays within the window, wherever the button is that opens it. */
import type { Attachment } from 'svelte/attachments';

/** Room between the element and the edges of the window. */
const MARGIN = 8;

/** Moves the element aside, as far as it would stick out to the left or to the right. */
export const stayInside: Attachment<HTMLElement> = (element) => {
	const place = () => {
		element.style.translate = 'none';
		const { left, right } = element.getBoundingClientRect();
		const back = Math.max(0, right + MARGIN - document.documentElement.clientWidth);
		const forth = Math.max(0, MARGIN - (left - back));
		element.style.translate = `${forth - back}px`;
	};
	place();
	window.addEventListener('resize', place);
	return () => window.removeEventListener('resize', place);
};
