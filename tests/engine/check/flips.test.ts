import { describe, expect, it } from 'vitest';
import { countFlips } from '../../../engine/check/flips.ts';

describe('countFlips(before, after)', () => {
	it.each([
		['++-|+0', '++-|+0', 0],
		['++-|+0', '+--|--', 3],
		['+-,-+|1,0,0', '+-,++|1,1,0', 2],
		['|12,3|', '|34,3|', 1]
	])('%s to %s', (before, after, count) => {
		expect(countFlips(before, after)).toBe(count);
	});
});
