/** The built-in lessons as data: their source, and the numbers that make a tiny twin of each. */
import { autograd } from './autograd.ts';
import { manual } from './manual.ts';

export type LessonId = 'manual' | 'autograd';

export interface Lesson {
	readonly id: LessonId;
	/** The file's name where the lesson is a file. */
	readonly file: string;
	readonly source: string;
	/**
	 * Overrides (see LessonOptions) that shrink the lesson until its numbers can be read in the
	 * cells. The learning rate grows with it: at 0.01 the loss of every seed tried falls, none diverges.
	 */
	readonly tiny: Readonly<Record<string, number>>;
}

const TINY = { N: 3, D_in: 4, H: 3, D_out: 2, learning_rate: 0.01 };

export const lessons: Readonly<Record<LessonId, Lesson>> = {
	manual: { id: 'manual', file: 'lesson1_manual.py', source: manual, tiny: TINY },
	autograd: { id: 'autograd', file: 'lesson2_autograd.py', source: autograd, tiny: TINY }
};
