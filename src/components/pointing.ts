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
		const ended = new AbortController();
		const on = <Type extends keyof GlobalEventHandlersEventMap>(
			type: Type,
			handle: (event: GlobalEventHandlersEventMap[Type]) => void
		) => element.addEventListener(type, handle as EventListener, { signal: ended.signal });
		on('pointerenter', (event) => event.pointerType !== 'touch' && pointing.hover(target));
		on('pointerleave', () => pointing.leave(target));
		// a click with the mouse focuses too, but what it chose is not what the mouse goes on to
		on('focus', () => element.matches(':focus-visible') && pointing.hold(target));
		// what is taken off the page loses the focus in the midst of that: it lets go right after
		on('blur', () => queueMicrotask(() => pointing.release(target)));
		on('click', (event) => isTouch(event) && pointing.toggle(target));
		element.setAttribute(MARK, '');
		return () => {
			ended.abort();
			pointing.leave(target);
			pointing.release(target);
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
