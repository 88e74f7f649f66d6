/** `explorer check FILE.py --reference REFERENCE.py --bugs BUGS.json`: the bug behind a wrong gradient, by its name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../support/explorer.ts';
import { MANUAL } from '../support/lesson.ts';

const SMALL = MANUAL.replace('64, 1000, 100, 10', '4, 5, 3, 2');
const HALF = { from: '2.0 * (y_pred - y)', to: '(y_pred - y)' };
const bug = { name: 'The 2 is gone', hint: 'Differentiate s².', edits: [HALF], targets: ['w1'] };
const list = (more: object = {}) => JSON.stringify({ version: 1, bugs: [{ ...bug, ...more }] });

let folder: string;
const file = (name: string, text: string) => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};
const check = (student: string, ...options: string[]) =>
	command(['check', file('student.py', student), ...options]);

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'explorer-'));
	file('teacher.py', SMALL);
	file('bugs.json', list());
});
afterAll(() => rmSync(folder, { recursive: true }));
const reference = () => ['--reference', join(folder, 'teacher.py')];
const bugs = () => ['--bugs', join(folder, 'bugs.json')];

describe('explorer check FILE.py --reference REFERENCE.py', () => {
	it('names the teacher’s bug with its hint at every gradient that it explains', async () => {
		const { status, stdout } = await check(
			SMALL.replace(HALF.from, HALF.to),
			...reference(),
			...bugs()
		);
		expect(status).toBe(1);
		expect(
			stdout.match(/^ {4}cause {4}The 2 is gone\n {4}hint {5}Differentiate s²\.$/gm)
		).toHaveLength(10);
	});

	it('has the cause in JSON too, and none where nothing is wrong or nothing explains it', async () => {
		const options = [...reference(), ...bugs(), '--json'];
		const causesIn = async (student: string) => {
			const { stdout } = await check(student, ...options);
			const { reports } = JSON.parse(stdout) as { reports: { causes: object }[] };
			return reports.map(({ causes }) => causes);
		};
		const cause = { bug: bug.name, hint: bug.hint };
		const [first] = await causesIn(SMALL.replace(HALF.from, HALF.to));
		expect(first).toMatchObject({ grad_y_pred: cause, grad_w1: cause });
		expect(await causesIn(SMALL)).toEqual([{}, {}]);
		expect(await causesIn(SMALL.replace('2.0 *', '2.3 *'))).toEqual([{}, {}]);
	});

	it('takes a built-in lesson’s own list', async () => {
		const student = MANUAL.replace('grad_h[h < 0] = 0', 'pass');
		const { stdout } = await check(student, '--reference', file('lesson.py', MANUAL));
		expect(stdout).toMatch(/^ {4}cause {4}mask missing$/m);
	}, 60_000);

	it('says what is wrong with the list, and where', async () => {
		const wrong = file('wrong.json', list({ edits: [{ from: 'w9', to: '' }] }));
		const { status, stderr } = await check(SMALL, ...reference(), '--bugs', wrong);
		expect(status).toBe(2);
		expect(stderr).toMatch(
			/wrong\.json: line 1, column \d+: bugs\[0\]\.edits\[0\]\.from must stand in the lesson once/
		);
	});

	it.each([
		['--bugs needs --reference', () => bugs()],
		['it needs --bugs', () => reference()],
		['without --against', () => [...reference(), ...bugs(), '--against', reference()[1]]]
	])('refuses what makes no sense: %s', async (message, options) => {
		// at once: not only where a gradient is wrong
		const { status, stderr } = await check(SMALL, ...options());
		expect([status, stderr.includes(message)]).toEqual([2, true]);
	});
});
