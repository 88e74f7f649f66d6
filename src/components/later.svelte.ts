/** Something large that is loaded when it is first asked for: null until it is here. */
export class Later<T> {
	#value = $state.raw<T | null>(null);
	#asked = false;
	readonly #load: () => Promise<T>;

	constructor(load: () => Promise<T>) {
		this.#load = load;
	}

	get now(): T | null {
		if (!this.#asked) void this.#fetch();
		return this.#value;
	}

	async #fetch(): Promise<void> {
		this.#asked = true;
		try {
			this.#value = await this.#load();
		} catch {
			// a network that fails may work at the next asking
			this.#asked = false;
		}
	}
}

/** KaTeX sets formulas. */
export function laterKatex() {
	return new Later(async () => (await import('katex')).default);
}

/** The formulas of steps need the whole table of ops. */
export function laterFormulas() {
	return new Later(() => import('#state/formula.ts'));
}
