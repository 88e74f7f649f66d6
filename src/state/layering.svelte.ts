/** The layering of graphs that are no chains: it is large, and comes when the first of them does. */
import { isChain, type PlaceBlocks } from '#scene/columns.ts';
import type { SceneModel } from '#scene/model.ts';

export class Layering {
	#layered = $state.raw<PlaceBlocks | null>(null);
	#asked = false;

	/** What `chooseLayout` needs for `model`: null for a chain, and for others until it has come. */
	for(model: SceneModel): PlaceBlocks | null {
		if (isChain(model)) return null;
		if (!this.#asked) void this.#load();
		return this.#layered;
	}

	async #load(): Promise<void> {
		this.#asked = true;
		this.#layered = (await import('#scene/layering.ts')).layered;
	}
}
