/** Tells the two kinds of things on the path apart. */
import type { Card, Tile } from './model.ts';

export function isCard(thing: Tile | Card): thing is Card {
	return 'formula' in thing;
}
