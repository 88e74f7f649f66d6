/** The lists of classic bugs: each fits its lesson, and each has its words. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bugsOf, withBug } from '../../../engine/lessons/bugs.ts';
import { lessonCalled } from '../../../engine/lessons/gallery.ts';
import { GALLERY, type BuiltInId } from '../../../engine/lessons/lesson.ts';
import { parse } from '../../../engine/python/parse.ts';

const IDS: readonly BuiltInId[] = ['manual', 'autograd', ...GALLERY];
const lists = await Promise.all(
	IDS.map(async (id) => ({ id, bugs: await bugsOf(id), source: (await lessonCalled(id)).source }))
);
const catalogue = JSON.parse(
	readFileSync(new URL('../../../src/messages/en.json', import.meta.url), 'utf8')
) as Record<string, string>;
const used = new Set(lists.flatMap(({ bugs }) => bugs.map(({ id }) => id)));

describe.each(lists.filter(({ bugs }) => bugs.length > 0))(
	'the bugs of $id',
	({ bugs, source }) => {
		it('have ids of their own', () => {
			expect(new Set(bugs.map(({ id }) => id)).size).toBe(bugs.length);
		});

		it('turn the lesson into another that can be read', () => {
			for (const bug of bugs) {
				const text = withBug(source, bug);
				expect([bug.id, text === null, text === source]).toEqual([bug.id, false, false]);
				expect(parse(text!).body.length).toBeGreaterThan(0);
			}
		});
	}
);

describe('the catalogue', () => {
	it('has a name and a hint for every bug, and no hint for any other', () => {
		const hints = Object.keys(catalogue).filter((key) => /^bug_.*_hint$/.test(key));
		expect(hints.sort()).toEqual([...used].map((id) => `bug_${id}_hint`).sort());
		for (const id of used) expect([id, catalogue[`bug_${id}`]]).toEqual([id, expect.any(String)]);
	});
});

describe('the lessons whose gradients are written by hand', () => {
	it('have a list, the one of Newton apart', async () => {
		const byHand = lists.filter(({ source }) => /^ *grad_\w+ = /m.test(source));
		expect(byHand.length).toBeGreaterThan(8);
		expect(byHand.filter(({ bugs }) => bugs.length === 0).map(({ id }) => id)).toEqual(['newton']);
	});
});
