/** How matrices are coloured, by choice of this reader: kept as long as the browser's tab. */
import type { Trace } from '#engine';
import { isPreview } from '#scene/preview.ts';
import type { ScaleKind } from '#scene/scale.ts';

export type ScaleRange = 'each' | 'kept';

const KEY = 'backprop-explorer:heatmaps';

/** What a trace belongs to, and where it began. */
interface Origin {
	readonly opening: Trace | null;
}

export class Heatmaps {
	#kind = $state<ScaleKind>('linear');
	#range = $state<ScaleRange>('each');
	#lens = $state(true);
	#kept = $state.raw<{ readonly run: Origin; readonly trace: Trace } | null>(null);

	get kind(): ScaleKind {
		return this.#kind;
	}
	set kind(kind: ScaleKind) {
		this.#kind = kind;
		this.#store();
	}

	get range(): ScaleRange {
		return this.#range;
	}

	/** Whether a lens shows the cells that are too small to read. */
	get lens(): boolean {
		return this.#lens;
	}
	set lens(lens: boolean) {
		this.#lens = lens;
		this.#store();
	}

	/** Every matrix and iteration on its own scale. */
	free(): void {
		this.#range = 'each';
		this.#store();
	}

	/** From now on the scales of `trace`, an iteration of `run`. */
	keep(run: Origin, trace: Trace): void {
		this.#range = 'kept';
		this.#kept = { run, trace };
		this.#store();
	}

	/** The iteration whose scales hold in `run`: another run has other numbers, so its first. */
	keptIn(run: Origin): Trace | null {
		if (this.#range === 'each') return null;
		const isOurs = this.#kept?.run === run && !isPreview(this.#kept.trace);
		return isOurs ? this.#kept!.trace : run.opening;
	}

	/** Takes over what was chosen before the page was loaded again. */
	restore(): void {
		try {
			const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
			if (typeof kept !== 'object' || kept === null) return;
			if ('kind' in kept) this.#kind = kept.kind === 'log' ? 'log' : 'linear';
			if ('range' in kept) this.#range = kept.range === 'kept' ? 'kept' : 'each';
			if ('lens' in kept) this.#lens = kept.lens !== false;
		} catch {
			// A browser that keeps nothing.
		}
	}

	#store(): void {
		const { kind, range, lens } = this;
		try {
			sessionStorage.setItem(KEY, JSON.stringify({ kind, range, lens }));
		} catch {
			// Then the choice lasts as long as the page.
		}
	}
}
