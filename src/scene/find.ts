/** Looks for what the picture shows, or has folded away, by the names that the lesson gave. */
import type { Trace } from '#engine/trace.ts';
import { opText } from './blocks.ts';
import type { SceneModel } from './model.ts';
import { namesValue } from './naming.ts';

export interface Found {
	/** The tile or card that stands for it. */
	readonly id: string;
	readonly node: number;
	readonly name: string;
	/** The op that makes it, or what it is folded into. */
	readonly by: string;
}

/** How well `name` answers `asked`: 0 by its start, 1 by the start of a part of it, 2 inside; null not at all. */
function rankOf(name: string, asked: string): number | null {
	const at = name.toLowerCase().indexOf(asked);
	if (at < 0) return null;
	return at === 0 ? 0 : /[\s._(]/.test(name[at - 1]) ? 1 : 2;
}

/** Everything that has a name, in the order of the picture; what is folded away after that. */
export function nameable(trace: Trace, model: SceneModel): Found[] {
	const shown = [
		...model.tiles.map((tile) => ({
			...{ id: tile.id, node: tile.node, name: tile.label },
			by: tile.op === 'input' ? '' : opText(tile)
		})),
		...model.cards.map(({ id, node, label, formula }) => ({ id, node, name: label, by: formula }))
	];
	const seen = new Set(shown.map(({ node }) => node));
	const titles = new Map(shown.map(({ id, name }) => [id, name]));
	const hidden = trace.bindings.flatMap(({ name, node }): Found[] => {
		const place = model.places.get(node);
		if (place?.part !== 'inside' || seen.has(node) || !namesValue(name)) return [];
		seen.add(node);
		return [{ id: place.id, node, name, by: titles.get(place.id) ?? '' }];
	});
	return [...shown, ...hidden];
}

/** At most `most` of `all` by how well their names, or what makes them, answer `query`. */
export function findNamed(all: readonly Found[], query: string, most: number): Found[] {
	const asked = query.trim().toLowerCase();
	return all
		.flatMap((found) => {
			const named = rankOf(found.name, asked);
			const made = rankOf(found.by, asked);
			const rank = named ?? (made === null ? null : made + 3);
			return rank === null ? [] : [{ found, rank }];
		})
		.sort((a, b) => a.rank - b.rank)
		.slice(0, most)
		.map(({ found }) => found);
}
