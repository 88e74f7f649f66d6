/** The bugs that are known of a lesson, the reader's own among them, from visit to visit. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bugsOf } from '../../engine/lessons/bugs.ts';
import { knownBugs, ownLists } from '../../src/state/known-bugs.svelte.ts';
import { Library } from '../../src/state/library.svelte.ts';

const kept = new Map<string, string>();
beforeEach(() => {
	kept.clear();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
});

const OWN = {
	name: '<b>Two</b> for one',
	hint: 'Look.',
	edits: [{ from: 'grad_w1 = x', to: 'grad_w1 = 2 * x' }],
	targets: ['w1']
};
const list = { file: 'own.json', text: JSON.stringify({ version: 1, bugs: [OWN] }) };

describe('knownBugs(library, id)', () => {
	it('is the list of the lesson where the reader has none', async () => {
		const builtIn = await bugsOf('manual');
		expect(await knownBugs(new Library(), 'manual')).toEqual({ builtIn, own: [], problem: null });
		expect(builtIn.length).toBeGreaterThan(8);
	});

	it('has the reader’s own, in its own words, until it is taken away', async () => {
		const library = new Library();
		ownLists(library).write('manual', list);
		const { own, builtIn } = await knownBugs(library, 'manual');
		expect(own).toMatchObject([{ words: { name: OWN.name, hint: OWN.hint }, edits: OWN.edits }]);
		expect(builtIn).toEqual(await bugsOf('manual'));
		expect((await knownBugs(library, 'autograd')).own).toEqual([]);
		ownLists(library).write('manual', null);
		expect((await knownBugs(library, 'manual')).own).toEqual([]);
	});

	it('is kept for the next visit, but for the file that was opened', async () => {
		const lists = ownLists(new Library());
		lists.write('manual', list);
		lists.write('opened', list);
		const next = ownLists(new Library());
		expect([next.of('manual'), next.of('opened')]).toEqual([list, null]);
	});

	it('says what is wrong with a list that no longer fits, and goes on without it', async () => {
		const library = new Library();
		ownLists(library).write('manual', { ...list, text: list.text.replace('= x', '= q') });
		const { own, builtIn, problem } = await knownBugs(library, 'manual');
		expect([own, builtIn.length > 8]).toEqual([[], true]);
		expect(problem).toContain('bugs[0].edits[0].from must stand in the lesson once');
	});

	it.each(['', 'null', '[1]', '{"manual": 1}', '{"manual": {"file": "a"}}', '{'])(
		'takes nothing from %s in the browser',
		async (text) => {
			kept.set('backprop-explorer:bugs', text);
			expect((await knownBugs(new Library(), 'manual')).own).toEqual([]);
		}
	);
});
