/** Whether the page listens to keys that belong to no control. They can be in the way of speech input. */
import { keep, recall } from './storage.ts';

export class Keyboard {
	#on = $state(true);

	get on(): boolean {
		return this.#on;
	}

	/** Takes over what an earlier visit chose. */
	restore(): void {
		this.#on = recall('shortcuts') !== 'off';
	}

	choose(on: boolean): void {
		this.#on = on;
		keep('shortcuts', on ? 'on' : 'off');
	}
}
