// The words of the catalogue for a way on the stage.
import { m } from '#messages';
import type { Way } from '#scene/ways.ts';

/** "gradient of h, from ∂h_relu" */
export function wayName({ kind, name, other, op }: Way): string {
	if (kind === 'feed') return m.way_feed({ name, op, other });
	if (kind === 'result') return m.way_result({ name, op });
	if (kind === 'gradient') return m.way_gradient({ name, other });
	return m.way_update({ name, other });
}
