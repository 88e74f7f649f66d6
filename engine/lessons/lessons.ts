/** The lessons that are there from the start: the two-layer net, by hand and with autograd. */
import { autograd } from './autograd.ts';
import type { Lesson, SeedId } from './lesson.ts';
import { manual } from './manual.ts';

/**
 * The tiny twin's numbers. The learning rate grows as the net shrinks: at 0.01 the loss of every
 * seed tried falls, none diverges.
 */
const TINY = { N: 3, D_in: 4, H: 3, D_out: 2, learning_rate: 0.01 };

export const lessons: Readonly<Record<SeedId, Lesson & { readonly tiny: typeof TINY }>> = {
	manual: { id: 'manual', file: 'lesson1_manual.py', source: manual, tiny: TINY },
	autograd: { id: 'autograd', file: 'lesson2_autograd.py', source: autograd, tiny: TINY }
};
