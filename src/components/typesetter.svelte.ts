/** KaTeX, which is large, as soon as somebody has asked for it and it has loaded. */
export class Typesetter {
	#katex = $state.raw<typeof import('katex').default | null>(null);
	#asked = false;

	/** Null until it has loaded; the first to ask has it loaded. */
	get katex(): typeof import('katex').default | null {
		if (!this.#asked) void this.#load();
		return this.#katex;
	}

	async #load(): Promise<void> {
		this.#asked = true;
		this.#katex = (await import('katex')).default;
	}
}
