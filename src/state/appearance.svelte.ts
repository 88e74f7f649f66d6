/** How the page looks to this reader: theme, and whether things may move. */
import { MediaQuery } from 'svelte/reactivity';

export type Theme = 'light' | 'dark';

/** src/app.html reads the same key before the first paint. */
const KEY = 'backprop-explorer:theme';

export class Appearance {
	/** null: as the system has it. */
	#chosen = $state<Theme | null>(null);
	readonly #dark = new MediaQuery('prefers-color-scheme: dark', false);
	readonly #still = new MediaQuery('prefers-reduced-motion: reduce', false);

	get theme(): Theme {
		return this.#chosen ?? (this.#dark.current ? 'dark' : 'light');
	}

	get reducedMotion(): boolean {
		return this.#still.current;
	}

	/** Takes over what an earlier visit chose. */
	restore(): void {
		try {
			const kept = localStorage.getItem(KEY);
			if (kept === 'light' || kept === 'dark') this.#chosen = kept;
		} catch {
			// A browser that keeps nothing.
		}
	}

	choose(theme: Theme): void {
		this.#chosen = theme;
		try {
			localStorage.setItem(KEY, theme);
		} catch {
			// Then the choice lasts as long as the page.
		}
	}
}
