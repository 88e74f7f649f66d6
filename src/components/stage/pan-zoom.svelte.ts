/** Pan and zoom as an attachment: gestures go out as cameras, and a camera that moves otherwise comes in. */
import type { Attachment } from 'svelte/attachments';
import type { Camera } from '#scene/camera.ts';
import type { Gestures } from './gestures.ts';

export interface PanZoom {
	/** Reactive: read inside the attachment. */
	camera(): Camera;
	onmove(camera: Camera): void;
	/** Reactive: there is time to get ready for gestures. */
	ready(): boolean;
}

export function panZoom({ camera, onmove, ready }: PanZoom): Attachment<HTMLElement> {
	return (element) => {
		let gestures = $state.raw<Gestures | null>(null);
		let isHere = true;
		// the picture is there before it can be moved; whoever comes near may want to move it
		const load = () =>
			void import('./gestures.ts').then(({ listenForGestures }) => {
				if (isHere) gestures ??= listenForGestures(element, onmove);
			});
		const signs = ['pointerdown', 'pointermove', 'touchstart', 'wheel', 'keydown'] as const;
		for (const sign of signs) addEventListener(sign, load, { once: true, passive: true });
		$effect(() => {
			if (ready()) load();
		});
		$effect(() => gestures?.follow(camera()));
		return () => {
			isHere = false;
			for (const sign of signs) removeEventListener(sign, load);
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
