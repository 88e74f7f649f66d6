/** A map that keeps the entries used last and hands the others back to be released. */

export class LruCache<T> {
	readonly #entries = new Map<string, T>();

	constructor(
		readonly limit: number,
		readonly release: (entry: T) => Promise<void>
	) {}

	/** The entry of `key`, which becomes the one used last. */
	get(key: string): T | undefined {
		const entry = this.#entries.get(key);
		if (entry !== undefined) {
			this.#entries.delete(key);
			this.#entries.set(key, entry);
		}
		return entry;
	}

	async set(key: string, entry: T): Promise<void> {
		this.#entries.set(key, entry);
		for (const [oldest, old] of this.#entries) {
			if (this.#entries.size <= this.limit) break;
			this.#entries.delete(oldest);
			await this.release(old);
		}
	}

	async clear(): Promise<void> {
		const entries = [...this.#entries.values()];
		this.#entries.clear();
		for (const entry of entries) await this.release(entry);
	}
}
