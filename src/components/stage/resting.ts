/** How the stage looks before a script has measured it: its margins, and its camera as style. */
import { cameraStyle } from '#scene/camera-style.ts';
import type { Box, Layout } from '#scene/layout.ts';

/** What is kept free around the picture for names, legend and tools. */
export const MARGINS = {
	wide: { top: 46, bottom: 12, left: 26, right: 26 },
	narrow: { top: 42, bottom: 52, left: 10, right: 10 }
} as const;

/** The camera of a wide stage and that of a narrow one; the stage's own style picks one of them. */
export function restingStyle({ bounds, density }: Layout, active: readonly Box[]): string {
	const wide = cameraStyle(bounds, [], MARGINS.wide, density.small);
	const narrow = cameraStyle(bounds, active, MARGINS.narrow, density.small);
	return [
		`--wide-k: ${wide.scale}; --wide-move: ${wide.move}`,
		`--narrow-k: ${narrow.scale}; --narrow-move: ${narrow.move}`
	].join('; ');
}
