// Pointing at things, the same way everywhere: the mouse by being over it, the keyboard by focus, a finger by a tap.
import { createContext } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import type { Aim, Pointing } from '#state/pointing.svelte.ts';

export const [getPointing, setPointing] = createContext<Pointing>();

/** Carried by everything that can be pointed at. */
const MARK = 'data-points';

/** On the element of something that stands for a node. Without a target it is like any other element. */
export function points(pointing: Pointing, target: Aim): Attachment<HTMLElement | SVGElement> {
	return (element) => {
		let over = false;
		let held = false;
		const hover = (is: boolean) => {
			if (over !== is) pointing.hover(is ? target : null);
			over = is;
		};
		const hold = (is: boolean) => {
			if (held !== is) pointing.hold(is ? target : null);
			held = is;
		};
		const on = <Type extends keyof GlobalEventHandlersEventMap>(
			type: Type,
			handle: (event: GlobalEventHandlersEventMap[Type]) => void
		) => element.addEventListener(type, handle as EventListener, { signal: ended.signal });
		const ended = new AbortController();
		on('pointerenter', (event) => event.pointerType !== 'touch' && hover(true));
		on('pointerleave', (event) => event.pointerType !== 'touch' && hover(false));
		// a click with the mouse focuses too, but what it chose is not what the mouse goes on to
		on('focus', () => element.matches(':focus-visible') && hold(true));
		on('blur', () => hold(false));
		on('click', (event) => isTouch(event) && pointing.toggle(target));
		element.setAttribute(MARK, '');
		return () => {
			ended.abort();
			hover(false);
			hold(false);
		};
	};
}

function isTouch(event: Event): boolean {
	return event instanceof PointerEvent && event.pointerType === 'touch';
}

/** On the window: a tap on nothing in particular points at nothing. */
export function releaseOnTap(pointing: Pointing): (event: Event) => void {
	return (event) => {
		const isElsewhere = event.target instanceof Element && !event.target.closest(`[${MARK}]`);
		if (isTouch(event) && isElsewhere) pointing.clear();
	};
}
