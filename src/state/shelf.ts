/** The traces of a run that are at hand: the few that came last. */
import type { Trace } from '#engine';

/** For stepping back and forth: a full-size trace takes about 3 MB. */
const KEPT = 6;

export class Shelf {
	readonly #traces = new Map<number, Trace>();

	get(iteration: number): Trace | undefined {
		return this.#traces.get(iteration);
	}

	has(iteration: number): boolean {
		return this.#traces.has(iteration);
	}

	/** Puts `trace` in front; the one that was put there longest ago makes room. */
	put(trace: Trace): void {
		this.#traces.delete(trace.iteration);
		this.#traces.set(trace.iteration, trace);
		for (const k of this.#traces.keys()) {
			if (this.#traces.size <= KEPT) break;
			this.#traces.delete(k);
		}
	}

	clear(): void {
		this.#traces.clear();
	}
}
