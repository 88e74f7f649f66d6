/** How the page looks to this reader: theme, and whether things may move. */
import { MediaQuery } from 'svelte/reactivity';
import { keep, recall } from './storage.ts';

export type Theme = 'light' | 'dark';

export class Appearance {
	/** null: as the system has it. */
	#chosen = $state<Theme | null>(null);
	readonly #dark = new MediaQuery('prefers-color-scheme: dark', false);
	readonly #still = new MediaQuery('prefers-reduced-motion: reduce', false);
	readonly #strong = new MediaQuery('prefers-contrast: more', false);

	get theme(): Theme {
		return this.#chosen ?? (this.#dark.current ? 'dark' : 'light');
	}

	get reducedMotion(): boolean {
		return this.#still.current;
	}

	/** The reader's system asks for stronger contrast. */
	get highContrast(): boolean {
		return this.#strong.current;
	}

	/** Takes over what an earlier visit chose. */
	restore(): void {
		const kept = recall('theme');
		if (kept === 'light' || kept === 'dark') this.#chosen = kept;
	}

	choose(theme: Theme): void {
		this.#chosen = theme;
		keep('theme', theme);
	}
}
