/**
 * What the reader points at, wherever that happens: a line, a matrix, a way, a term. The mouse
 * points while it is over something; focus and tap hold on, and show again when the mouse leaves.
 */

export interface Target {
	/** The node that is explained; the others light up with it. */
	readonly node: number;
	readonly nodes: readonly number[];
	/** A term of the explanation itself: pointing at it must not put another in its place. */
	readonly isTerm?: boolean;
}

/**
 * What something on the page stands for now: another iteration may have another node for it. It is
 * asked while what is lit is worked out, so it must not depend on what is lit.
 */
export type Aim = () => Target | null;

export class Pointing {
	#hovered = $state.raw<Aim | null>(null);
	#held = $state.raw<Aim | null>(null);
	#explained = $state.raw<Aim | null>(null);

	get target(): Target | null {
		return (this.#hovered ?? this.#held)?.() ?? null;
	}

	/** The node whose formula is asked for. */
	get explained(): number | null {
		return this.#explained?.()?.node ?? null;
	}

	hover(aim: Aim | null): void {
		this.#hovered = aim;
		this.#explain();
	}

	hold(aim: Aim | null): void {
		this.#held = aim;
		this.#explain();
	}

	/** Ends a hover, unless the mouse is over something else already. */
	leave(aim: Aim): void {
		if (this.#hovered === aim) this.hover(null);
	}

	/** Ends a hold, unless something else is held already. */
	release(aim: Aim): void {
		if (this.#held === aim) this.hold(null);
	}

	/** A tap: points at it, or no longer. */
	toggle(aim: Aim): void {
		this.hold(this.#held?.()?.node === aim()?.node ? null : aim);
	}

	clear(): void {
		this.#hovered = null;
		this.hold(null);
	}

	#explain(): void {
		const aim = this.#hovered ?? this.#held;
		if (!aim?.()?.isTerm) this.#explained = aim;
	}
}
