/**
 * Where playing stops by itself: at an iteration, when the loss falls below a value, when it
 * stops being a number. A stop is the first iteration that meets a condition which the one
 * before it did not, so that playing on leaves it behind.
 */
import type { LossRecord } from './losses.ts';

export type StopReason = 'iteration' | 'below' | 'notFinite';

export interface Stop {
	readonly iteration: number;
	readonly reason: StopReason;
}

export class Stops {
	iteration = $state<number | null>(null);
	below = $state<number | null>(null);
	notFinite = $state(true);

	/** What stops in iteration `k`, whose loss is in `losses`. */
	at(k: number, losses: LossRecord): Stop | null {
		const reason = this.#reason(k, losses.at(k), losses.at(k - 1));
		return reason && { iteration: k, reason };
	}

	/** The first stop after iteration `k` among the first `reached` iterations. */
	after(k: number, losses: LossRecord, reached: number): Stop | null {
		for (let i = k + 1; i < reached; i++) {
			const stop = this.at(i, losses);
			if (stop) return stop;
		}
		return null;
	}

	#reason(k: number, loss: number, before: number): StopReason | null {
		if (k === this.iteration) return 'iteration';
		// a lesson without a loss has NaN all along, so it never turns into one
		if (this.notFinite && !Number.isFinite(loss) && Number.isFinite(before)) return 'notFinite';
		const { below } = this;
		return below !== null && loss < below && !(before < below) ? 'below' : null;
	}
}
