/** d3-zoom on an element: what fingers, wheel and mouse do goes out as cameras. Loaded when first needed. */
import { select, zoom, zoomIdentity, zoomTransform, type D3ZoomEvent } from 'd3';
import { ZOOM_LIMITS, type Camera } from '#scene/camera.ts';

export interface Gestures {
	/** The camera moved otherwise: the next gesture starts from there. */
	follow(camera: Camera): void;
	remove(): void;
}

export function listenForGestures(
	element: HTMLElement,
	onmove: (camera: Camera) => void
): Gestures {
	let following = false;
	const behaviour = zoom<HTMLElement, unknown>()
		.scaleExtent([...ZOOM_LIMITS])
		// d3's own filter, and nothing that lies over the picture
		.filter((event: MouseEvent) => {
			const isOver = event.target instanceof Element && event.target.closest('[data-still]');
			return !isOver && (!event.ctrlKey || event.type === 'wheel') && !event.button;
		})
		.clickDistance(5)
		.on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
			if (sourceEvent && !following) onmove({ x: transform.x, y: transform.y, k: transform.k });
		});
	const target = select(element).call(behaviour).on('dblclick.zoom', null);
	return {
		follow({ x, y, k }) {
			const now = zoomTransform(element);
			if (now.x === x && now.y === y && now.k === k) return;
			following = true;
			// in the midst of a gesture d3 would report this as one
			target.call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));
			following = false;
		},
		remove: () => target.on('.zoom', null)
	};
}
