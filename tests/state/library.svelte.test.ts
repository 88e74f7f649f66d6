/** Lessons at hand, and what the explorer does when one of the gallery takes the page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gallery } from '#engine/lessons/gallery.ts';
import { Explorer } from '#state/explorer.svelte.ts';
import { Library, placeOf } from '#state/library.svelte.ts';
import { FakeClient } from '../support/fake-client.ts';
import { settle } from '../support/settle.ts';

describe('Library', () => {
	it('has the two-layer net from the start, and others once they are added', async () => {
		const library = new Library();
		expect([library.of('manual').id, library.of('autograd').id]).toEqual(['manual', 'autograd']);
		expect(() => library.of('xor')).toThrow('xor has not been fetched');
		library.add(await gallery.xor());
		expect(library.of('xor').file).toBe('xor.py');
	});

	it('placeOf(id) gives the two lessons about one net one place', () => {
		expect([placeOf('manual'), placeOf('autograd'), placeOf('xor'), placeOf('opened')]).toEqual([
			...['manual', 'manual', 'xor', null]
		]);
	});
});

describe('choose({ lessonId }) of the gallery', () => {
	let explorer: Explorer;

	beforeEach(async () => {
		vi.useFakeTimers();
		explorer = new Explorer(() => new FakeClient());
		for (const id of ['neuron', 'attention'] as const) explorer.library.add(await gallery[id]());
		explorer.choose({ size: 'tiny' });
		await settle(explorer);
	});
	afterEach(() => vi.useRealTimers());

	it('runs its own source, with none of the numbers that were chosen for another', async () => {
		explorer.choose({ lessonId: 'attention', both: false, size: 'own' });
		await settle(explorer);
		expect(explorer.run?.request.source).toBe(explorer.library.of('attention').source);
		expect(explorer.run?.request.overrides).toEqual({});
		expect(explorer.sizes).toEqual({ T: 5, D: 4 });
	});

	it('forgets numbers that were edited in another lesson, even where both have the same sizes', async () => {
		explorer.edit('w1', 0, 9);
		await settle(explorer);
		expect(explorer.edits.size).toBe(1);
		explorer.choose({ lessonId: 'neuron', both: false, size: 'own' });
		expect(explorer.edits.size).toBe(0);
	});

	it('keeps what the reader wrote in each lesson', () => {
		explorer.choose({ lessonId: 'neuron', both: false, size: 'own' });
		explorer.write('x = 1');
		explorer.choose({ lessonId: 'attention' });
		expect(explorer.lesson.source).toBe(explorer.library.of('attention').source);
		explorer.choose({ lessonId: 'neuron' });
		expect(explorer.lesson.source).toBe('x = 1');
	});

	it('ends the lesson beside it, and comes back to the net with both', async () => {
		explorer.choose({ both: true });
		expect(explorer.twin).not.toBeNull();
		explorer.choose({ lessonId: 'neuron', both: false, size: 'own' });
		expect([explorer.twin, explorer.lessonId]).toEqual([null, 'neuron']);
		explorer.choose({ both: true });
		expect([explorer.twin !== null, explorer.lessonId]).toEqual([true, 'manual']);
	});
});
