/** A finger on the screen, through the browser's own touch events. */
import type { Page } from '@playwright/test';

export interface Finger {
	down(x: number, y: number): Promise<void>;
	move(x: number, y: number): Promise<void>;
	up(): Promise<void>;
}

export async function fingerOn(page: Page): Promise<Finger> {
	const client = await page.context().newCDPSession(page);
	const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number, y?: number) => {
		const touchPoints = x === undefined || y === undefined ? [] : [{ x, y }];
		await client.send('Input.dispatchTouchEvent', { type, touchPoints });
	};
	return {
		down: (x, y) => touch('touchStart', x, y),
		move: (x, y) => touch('touchMove', x, y),
		up: () => touch('touchEnd')
	};
}
