import { describe, expect, it } from 'vitest';
import { backendFrom, displayFrom } from '#state/address.ts';
import { PARTS } from '#state/display.svelte.ts';

describe('displayFrom(search)', () => {
	it.each([
		['', false, null],
		['?present', true, null],
		['?present=', true, null],
		['?present&show=why,curve', true, ['why', 'curve']],
		['?show=curve,why', false, ['why', 'curve']],
		['?show=%20code%20,key', false, ['code', 'key']],
		['?show=', false, []],
		['?show=why,everything', false, ['why']],
		['?show=WHY', false, null],
		['?show=%00,<b>', false, null],
		[`?show=${PARTS.join()}`, false, [...PARTS]]
	])('takes %j as presenting: %j, parts: %j', (search, presenting, parts) => {
		expect(displayFrom(search)).toEqual({ presenting, parts });
	});

	it('leaves the backend to backendFrom(search)', () => {
		const search = '?backend=wasm&present&show=check';
		expect(backendFrom(search)).toBe('wasm');
		expect(displayFrom(search)).toEqual({ presenting: true, parts: ['check'] });
	});
});
