import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lessons } from '../../engine/lessons/lessons.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { Files } from '../../src/state/files.svelte.ts';
import { knownBugs } from '../../src/state/known-bugs.svelte.ts';
import { FakeClient } from '../support/fake-client.ts';
import { settle } from '../support/settle.ts';

let explorer: Explorer;
let files: Files;

beforeEach(async () => {
	vi.useFakeTimers();
	explorer = new Explorer(() => new FakeClient());
	explorer.size = 'tiny';
	files = new Files(explorer);
	explorer.choose({});
	await settle(explorer);
});
afterEach(() => vi.useRealTimers());

const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);

describe('open(file)', () => {
	it('makes a script the lesson, at its own size', async () => {
		await files.open(file('Mine.PY', 'a = 1\r\nb = 2\r\n'));
		expect(explorer.lesson).toMatchObject({
			id: 'opened',
			file: 'Mine.PY',
			source: 'a = 1\nb = 2\n'
		});
		expect({ size: explorer.size, trouble: files.trouble }).toEqual({ size: 'own', trouble: null });
	});

	it('hands a model’s numbers to the run, beside what the reader has changed', async () => {
		const bytes = new Uint8Array(readFileSync('tests/fixtures/onnx/words.onnx'));
		await files.open(file('words.onnx', bytes));
		expect(Object.keys(explorer.run!.request.inputs!).sort()).toEqual([
			'embedding_weight',
			'fc_bias',
			'fc_weight'
		]);
	});

	it('leaves what was written in the file before behind', async () => {
		await files.open(file('one.py', 'a = 1\n'));
		explorer.write('a = 2\n');
		await files.open(file('two.py', 'b = 1\n'));
		expect(explorer.lesson).toMatchObject({ file: 'two.py', source: 'b = 1\n' });
		explorer.choose({ lessonId: 'manual' });
		expect(explorer.lesson.source).toBe(lessons.manual.source);
	});

	it('takes a list of bugs for the lesson on the page, until that is another file', async () => {
		const edits = [{ from: 'b = a', to: 'b = 2' }];
		const list = { version: 1, bugs: [{ name: 'x', hint: 'y', edits, targets: ['a'] }] };
		const heard = vi.fn();
		files = new Files(explorer, heard);
		await files.open(file('one.py', 'a = 1\nb = a\n'));
		await files.open(file('list.json', JSON.stringify(list)));
		expect([files.trouble, heard.mock.calls.length]).toEqual([null, 1]);
		expect((await knownBugs(explorer.library, 'opened')).own).toMatchObject([{ edits }]);
		expect(explorer.lesson.file).toBe('one.py');
		await files.open(file('two.py', 'b = 1\n'));
		expect(await knownBugs(explorer.library, 'opened')).toEqual({
			builtIn: [],
			own: [],
			problem: null
		});
		await files.open(file('list.json', JSON.stringify(list)));
		expect(heard).toHaveBeenCalledTimes(1);
		expect(files.trouble).toMatchObject({ of: 'opening', file: 'list.json' });
		expect(files.trouble?.detail).toMatch(/^line 1, column \d+: bugs\[0\]\.edits\[0\]\.from must/);
	});

	it.each([
		['notes.txt', 'x = 1', 'kind', ''],
		['broken.ipynb', '{', 'opening', 'it is not JSON'],
		['broken.onnx', 'x = 1', 'opening', 'the file'],
		['binary.py', Uint8Array.of(0xff, 0xfe, 0x00), 'opening', 'no text in UTF-8']
	] as const)(
		'keeps the lesson where %s cannot be opened, and says why',
		async (name, content, of, why) => {
			const before = explorer.lesson;
			await files.open(file(name, content));
			expect(files.trouble).toMatchObject({ file: name, of });
			expect(files.trouble?.detail).toContain(why);
			expect(explorer.lesson).toEqual(before);
		}
	);
});

describe('save(kind)', () => {
	it('gives the script with the numbers and the seed on show', async () => {
		explorer.choose({ seed: 5 });
		await settle(explorer);
		const saved = await files.save('script', '');
		expect(saved).toMatchObject({ name: 'lesson1_manual.py', type: 'text/x-python' });
		expect(saved?.content).toContain('N, D_in, H, D_out = 3, 4, 3, 2\n');
		expect(saved?.content).toContain(`torch.manual_seed(5)`);
	});

	it('says what is wrong where the source is no Python', async () => {
		explorer.write('a = (\n');
		await settle(explorer);
		expect(await files.save('notebook', '')).toBeNull();
		expect(files.trouble).toEqual({
			file: 'lesson1_manual.ipynb',
			of: 'saving',
			detail: "'(' was never closed"
		});
	});
});
