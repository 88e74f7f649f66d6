import { beforeEach, describe, expect, test } from 'vitest';
import { Drafts } from '#state/drafts.svelte.ts';

beforeEach(() => localStorage.clear());

describe('Drafts', () => {
	test('keeps what was written for each lesson until the lesson is restored', () => {
		const drafts = new Drafts();
		drafts.write('manual', 'x = 1');
		drafts.write('autograd', 'y = 2');
		const later = new Drafts();
		expect(later.of('manual')).toBeNull();
		later.restore();
		expect([later.of('manual'), later.of('autograd')]).toEqual(['x = 1', 'y = 2']);
		later.write('manual', null);
		const last = new Drafts();
		last.restore();
		expect([last.of('manual'), last.of('autograd')]).toEqual([null, 'y = 2']);
	});

	test.each(['no JSON', 'null', '[1]', '{"manual":7}'])('is not misled by %s', (kept) => {
		localStorage.setItem('backprop-explorer:drafts', kept);
		const drafts = new Drafts();
		drafts.restore();
		expect(drafts.of('manual')).toBeNull();
	});
});
