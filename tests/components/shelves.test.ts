import { expect, it } from 'vitest';
import { GALLERY } from '#engine/lessons/lesson.ts';
import { shelves } from '../../src/components/gallery/shelves.ts';

it('each lesson stands on one shelf of the gallery', () => {
	const shelved = shelves.flatMap(({ lessons }) => lessons);
	expect([...shelved].sort()).toEqual(['manual', ...GALLERY].sort());
});
