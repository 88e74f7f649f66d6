import { describe, expect, it } from 'vitest';
import { momentOf } from '../../src/state/moment.ts';

describe('momentOf(time, steps, player, isStill)', () => {
	it('is the time, or the step under way as a whole where nothing may move', () => {
		const player = { playing: true, speed: 10 };
		expect(momentOf(3.2, 21, player, false)).toBe(3.2);
		expect(momentOf(3.2, 21, player, true)).toBe(4);
	});

	it('is the whole iteration while more than three a second would blink', () => {
		expect(momentOf(3.2, 21, { playing: true, speed: 50 }, false)).toBe(3.2);
		expect(momentOf(3.2, 21, { playing: true, speed: 100 }, false)).toBe(21);
		expect(momentOf(3.2, 21, { playing: false, speed: 100 }, false)).toBe(3.2);
	});
});
