/** Every bug of every list has a name and a hint to be shown. */
import { describe, expect, it } from 'vitest';
import { bugsOf } from '../../engine/lessons/bugs.ts';
import { GALLERY } from '../../engine/lessons/lesson.ts';
import { bugHint, bugName } from '../../src/components/bug-words.ts';

const lists = await Promise.all((['manual', 'autograd', ...GALLERY] as const).map(bugsOf));

describe('bugName(bug) and bugHint(bug)', () => {
	it('are words of the catalogue for every built-in bug', () => {
		for (const bug of lists.flat()) {
			expect([bug.id, bugName(bug) !== bug.id, bugHint(bug) !== '']).toEqual([bug.id, true, true]);
		}
	});

	it('are the list’s own where it brings them along', () => {
		const bug = { id: 'factor_missing', words: { name: 'mine', hint: 'look' } };
		expect([bugName(bug), bugHint(bug)]).toEqual(['mine', 'look']);
	});
});
