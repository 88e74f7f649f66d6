/** A teacher's list of bugs: what is read from it, and what is said of one that is wrong. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseLocated, type Json } from '../../../engine/exchange/located-json.ts';
import { FileError } from '../../../engine/exchange/problem.ts';
import { parseBugs } from '../../../engine/lessons/bug-list.ts';
import { bugsOf, withBug, type Bug } from '../../../engine/lessons/bugs.ts';
import { lessonCalled } from '../../../engine/lessons/gallery.ts';
import { lessons } from '../../../engine/lessons/lessons.ts';
import type { BuiltInId } from '../../../engine/lessons/lesson.ts';

const lesson = lessons.manual;

const HALF = {
	name: 'Half of it is gone',
	hint: 'What is the derivative of s²?',
	edits: [{ from: '2.0 * (y_pred - y)', to: '(y_pred - y)' }],
	targets: ['y_pred', 'w2', 'w1']
};

type Change = Readonly<Record<string, unknown>>;
const listOf = (change: Change = {}, around: Change = {}) =>
	JSON.stringify({ version: 1, bugs: [{ ...HALF, ...change }], ...around }, null, 1);

function refusal(text: string): string {
	try {
		parseBugs(text, lesson);
	} catch (error) {
		if (error instanceof FileError) return error.message;
		throw error;
	}
	return '';
}

describe('parseBugs(text, lesson)', () => {
	it('reads a list, its bugs under ids that no built-in one has', () => {
		const text = listOf({ accumulates: true, sizes: { H: 4 } }, { file: lesson.file });
		const { name, hint, edits, targets } = HALF;
		expect(parseBugs(text, lesson)).toEqual([
			{
				id: `own: ${name}`,
				words: { name, hint },
				edits,
				targets,
				accumulates: true,
				sizes: { H: 4 }
			}
		]);
	});

	it('reads every built-in list when it is written as a file', async () => {
		const ids: readonly BuiltInId[] = ['manual', 'autograd', 'layer-norm', 'xor', 'embedding'];
		for (const id of ids) {
			const [{ file, source }, bugs] = [await lessonCalled(id), await bugsOf(id)];
			const written = bugs.map(({ id: name, ...bug }) => ({ name, hint: 'Look.', ...bug }));
			const read = parseBugs(JSON.stringify({ version: 1, bugs: written }), { file, source });
			expect(read.map((bug) => withBug(source, bug))).toEqual(
				bugs.map((bug) => withBug(source, bug))
			);
		}
	});

	it('reads the list that the README shows', () => {
		const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
		const [, text] = /```json\n(.*?)```/s.exec(readme)!;
		expect(parseBugs(text, lesson)).toHaveLength(1);
	});

	test.each([
		[
			'a comma too many',
			'{ "version": 1,\n  "bugs": [], }',
			'line 2, column 15: the file is not JSON'
		],
		['nothing', '', 'line 1, column 1: the file is not JSON: a value should be here, not its end'],
		[
			'a key twice',
			'{ "bugs": 1, "bugs": 2 }',
			'line 1, column 14: the key "bugs" stands here twice'
		],
		['another version', listOf({}, { version: 2 }), 'line 2, column 13: version must be 1'],
		['no bugs', '{ "version": 1 }', "line 1, column 1: the file needs 'bugs'"],
		['an empty list', '{ "version": 1, "bugs": [] }', 'bugs is empty'],
		[
			'another file',
			listOf({}, { file: 'a.py' }),
			"file is another lesson's: this one is lesson1_manual.py"
		],
		[
			'a key that is not known',
			listOf({ severity: 3 }),
			'bugs[0].severity is not known here, only name, hint'
		],
		['__proto__', listOf().replace('"hint"', '"__proto__"'), "bugs[0] needs 'hint'"],
		['no name', listOf({ name: ' ' }), 'bugs[0].name is empty'],
		['a name of two lines', listOf({ name: 'a\nb' }), 'bugs[0].name must be one line'],
		['a long name', listOf({ name: 'a'.repeat(81) }), 'bugs[0].name is longer than 80 characters'],
		['a name that is none', listOf({ name: 7 }), 'line 5, column 12: bugs[0].name must be a text'],
		[
			'from nowhere',
			listOf({ edits: [{ from: 'w3', to: '' }] }),
			'line 9, column 14: bugs[0].edits[0].from must stand in the lesson once, and stands there nowhere'
		],
		[
			'from twice',
			listOf({ edits: [{ from: 'w1', to: '' }] }),
			'bugs[0].edits[0].from must stand in the lesson once, and stands there more than once'
		],
		[
			'from gone after an edit',
			listOf({ edits: [HALF.edits[0], HALF.edits[0]] }),
			'bugs[0].edits[1].from must stand in the lesson once, and stands there nowhere'
		],
		['an empty from', listOf({ edits: [{ from: '', to: 'x' }] }), 'bugs[0].edits[0].from is empty'],
		[
			'an edit that is none',
			listOf({ edits: [{ from: 'dtype', to: 'dtype' }] }),
			'bugs[0].edits[0].to changes nothing'
		],
		[
			'no Python',
			listOf({ edits: [{ from: 'for t in', to: 'for for' }] }),
			'bugs[0].edits make line 33 of the lesson unreadable: SyntaxError'
		],
		[
			'a target that is none',
			listOf({ targets: ['w9'] }),
			'bugs[0].targets[0] names nothing in the lesson: w9'
		],
		['accumulates', listOf({ accumulates: 'yes' }), 'bugs[0].accumulates must be true or false'],
		[
			'a size of nothing',
			listOf({ sizes: { Q: 4 } }),
			'bugs[0].sizes.Q names nothing in the lesson'
		],
		[
			'a size',
			listOf({ sizes: { H: 1.5 } }),
			'bugs[0].sizes.H must be a whole number from 1 to 256'
		]
	])('says of %s where it is and what is wrong', (_, text, message) => {
		expect(refusal(text)).toContain(message);
	});

	it('refuses a second bug of the same name, and a file without end', () => {
		const { bugs } = JSON.parse(listOf()) as { bugs: unknown[] };
		expect(refusal(JSON.stringify({ version: 1, bugs: [...bugs, ...bugs] }))).toContain(
			'bugs[1] has the name of one before it'
		);
		expect(refusal(' '.repeat(300_000))).toContain('longer than 262144 characters');
		expect(refusal('['.repeat(70))).toContain('line 1, column 66: this is nested too deeply');
	});

	it('returns what withBug can make or throws a FileError, whatever the text', () => {
		const whole = listOf({ accumulates: true, sizes: { H: 4 } });
		const spoilt = fc
			.tuple(fc.nat(whole.length), fc.nat(12), fc.string({ maxLength: 4 }))
			.map(([at, length, text]) => whole.slice(0, at) + text + whole.slice(at + length));
		fc.assert(
			fc.property(fc.oneof(spoilt, fc.json(), fc.string()), (text) => {
				let bugs: readonly Bug[] = [];
				try {
					bugs = parseBugs(text, lesson);
				} catch (error) {
					expect(error).toBeInstanceOf(FileError);
				}
				for (const bug of bugs) expect(withBug(lesson.source, bug)).not.toBe(lesson.source);
				for (const bug of bugs) expect(withBug(lesson.source, bug)).not.toBeNull();
			}),
			{ numRuns: 2000 }
		);
	});
});

function plain({ value }: Json): unknown {
	if (value instanceof Map)
		return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
	return Array.isArray(value) ? (value as readonly Json[]).map(plain) : value;
}

const attempt = (read: () => unknown): unknown => {
	try {
		return { read: read() };
	} catch {
		return 'refused';
	}
};

describe('parseLocated(text)', () => {
	it('reads what JSON.parse reads and refuses what it refuses', () => {
		const json = fc.json({ maxDepth: 4 });
		const spoilt = fc
			.tuple(json, fc.nat(), fc.string({ maxLength: 3, unit: 'binary' }))
			.map(([text, at, more]) => {
				const place = at % (text.length + 1);
				return text.slice(0, place) + more + text.slice(place + 1);
			});
		fc.assert(
			fc.property(fc.oneof(json, spoilt), (text) => {
				const here = attempt(() => plain(parseLocated(text)));
				const there = attempt(() => JSON.parse(text));
				// a key twice is refused here alone
				fc.pre(there === 'refused' || new Set(text.match(/"[^"]*"\s*:/g)).size >= keysIn(text));
				expect(here).toEqual(there);
			}),
			{ numRuns: 3000 }
		);
	});

	it('knows where each value begins', () => {
		const { value } = parseLocated(' {"a": [1, "x"]}');
		const list = (value as ReadonlyMap<string, Json>).get('a')!;
		expect([list.at, ...(list.value as readonly Json[]).map(({ at }) => at)]).toEqual([7, 8, 11]);
	});
});

const keysIn = (text: string) => (text.match(/"[^"]*"\s*:/g) ?? []).length;
