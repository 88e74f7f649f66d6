import { loadTypesetter } from './typeset.ts';

/** Something large that is loaded when it is first asked for: null until it is here. */
export class Later<T> {
	#value = $state.raw<T | null>(null);
	#coming: Promise<void> | null = null;
	readonly #load: () => Promise<T>;

	constructor(load: () => Promise<T>) {
		this.#load = load;
	}

	/** Without asking for it. */
	get here(): T | null {
		return this.#value;
	}

	get now(): T | null {
		void this.ready();
		return this.#value;
	}

	/** Resolves when it is here, or cannot be had. */
	ready(): Promise<void> {
		return (this.#coming ??= this.#fetch());
	}

	async #fetch(): Promise<void> {
		try {
			this.#value = await this.#load();
		} catch {
			// a network that fails may work at the next asking
			this.#coming = null;
		}
	}
}

/** KaTeX sets formulas. */
export function laterTypesetter() {
	return new Later(loadTypesetter);
}

/** The formulas of steps need the whole table of ops. */
export function laterFormulas() {
	return new Later(() => import('#state/formula.ts'));
}
