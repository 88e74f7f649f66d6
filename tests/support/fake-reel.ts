/** Something to play in tests of the player. */
import { LossRecord } from '../../src/state/losses.ts';
import type { Reel } from '../../src/state/player.svelte.ts';

/** Iterations of 4 steps; those past `ready` come only when `ready` is moved. */
export class FakeReel implements Reel {
	shown = { iteration: 0, steps: 4, lossAt: 2 };
	readonly first = 0;
	last: number | null = 3;
	stuck = false;
	ready = Infinity;
	asked: number[] = [];
	halts = 0;
	racesLeft = 0;
	losses = LossRecord.empty;
	reached = 0;

	show(k: number): boolean {
		this.asked.push(k);
		if (k > this.ready) return false;
		this.shown = { iteration: k, steps: 4, lossAt: 2 };
		return true;
	}
	prepare(): void {}
	race(): boolean {
		if (this.racesLeft === 0) return false;
		this.racesLeft--;
		this.shown = { ...this.shown, iteration: this.shown.iteration + 1 };
		return true;
	}
	halt(): void {
		this.halts++;
	}
}
