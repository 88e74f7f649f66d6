import { vi } from 'vitest';
import type { Explorer } from '../../src/state/explorer.svelte.ts';

/** Under fake timers: lets every answer that can arrive arrive, with frames in between. */
export async function settle(explorer: Explorer, frames = 20): Promise<void> {
	for (let i = 0; i < frames; i++) {
		await vi.advanceTimersByTimeAsync(0);
		explorer.player.advance(0.05);
	}
}
