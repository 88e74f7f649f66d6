/**
 * Patience with an engine that was told to stop: whatever it was asked before, as many answers as
 * are due, should come one by one within a second each. If not, somebody hears of it.
 */

/** How long a stop may go unanswered, and work go on before it is spoken of. */
export const PATIENCE_MS = 1000;

export class Patience {
	#asked = 0;
	#answered = 0;
	/** The answer that somebody waits for already. */
	#expected = -1;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly onSilence: () => void) {}

	/** Questions without an answer. */
	get pending(): number {
		return this.#asked - this.#answered;
	}

	ask(): void {
		this.#asked++;
	}

	answer(): void {
		this.#answered++;
	}

	/** From now on every answer to what has been asked `until` now is due. */
	expect(until = this.#asked): void {
		const answered = this.#answered;
		if (answered >= until || this.#expected === answered) return;
		this.#expected = answered;
		this.#timer = setTimeout(() => {
			if (this.#answered === answered) this.onSilence();
			else this.expect(until);
		}, PATIENCE_MS);
	}

	/** Nobody hears of it any more. */
	end(): void {
		clearTimeout(this.#timer);
	}
}
