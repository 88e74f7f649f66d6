/** Pan and zoom as an attachment: gestures go out as cameras, and a camera that moves otherwise comes in. */
import type { Attachment } from 'svelte/attachments';
import type { Camera } from '#scene/camera.ts';
import type { Gestures } from './gestures.ts';

export interface PanZoom {
	/** Reactive: read inside the attachment. */
	camera(): Camera;
	onmove(camera: Camera): void;
}

export function panZoom({ camera, onmove }: PanZoom): Attachment<HTMLElement> {
	return (element) => {
		let gestures = $state.raw<Gestures | null>(null);
		let isHere = true;
		// the picture is there before it can be moved
		void import('./gestures.ts').then(({ listenForGestures }) => {
			if (isHere) gestures = listenForGestures(element, onmove);
		});
		$effect(() => gestures?.follow(camera()));
		return () => {
			isHere = false;
			gestures?.remove();
		};
	};
}

/** World coordinates of a pointer event over `element`, which has no border. */
export function worldPoint(
	event: PointerEvent | MouseEvent,
	element: Element,
	{ x, y, k }: Camera
): [number, number] {
	const { left, top } = element.getBoundingClientRect();
	return [(event.clientX - left - x) / k, (event.clientY - top - y) / k];
}
