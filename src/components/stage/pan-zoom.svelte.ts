/** d3-zoom as an attachment: gestures go out as cameras, and a camera that moves otherwise comes in. */
import { pointer, select, zoom, zoomIdentity, zoomTransform, type D3ZoomEvent } from 'd3';
import type { Attachment } from 'svelte/attachments';
import type { Camera } from '#scene/camera.ts';

export const ZOOM_LIMITS = [0.15, 24] as const;

export interface PanZoom {
	/** Reactive: read inside the attachment. */
	camera(): Camera;
	onmove(camera: Camera): void;
}

export function panZoom({ camera, onmove }: PanZoom): Attachment<HTMLElement> {
	return (element) => {
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
		$effect(() => {
			const { x, y, k } = camera();
			const now = zoomTransform(element);
			if (now.x === x && now.y === y && now.k === k) return;
			following = true;
			// tells d3 where the next gesture starts; in the midst of one d3 would report it as a gesture
			target.call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));
			following = false;
		});
		return () => target.on('.zoom', null);
	};
}

/** World coordinates of a pointer event over `element`. */
export function worldPoint(
	event: PointerEvent | MouseEvent,
	element: Element,
	{ x, y, k }: Camera
): [number, number] {
	const [px, py] = pointer(event, element);
	return [(px - x) / k, (py - y) / k];
}
