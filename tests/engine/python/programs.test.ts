/**
 * Whole programs through the command line, beside what real Python and PyTorch printed and
 * raised. Programs under `refused` are Python that the language lacks: it must say so.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explorer, type Outcome } from '../../support/explorer.ts';

interface Failure {
	type: string;
	message: string;
	line: number;
}

interface Program {
	topic: string;
	name: string;
	source: string;
	stdout: string;
	error: Failure | null;
}

const programs = JSON.parse(
	readFileSync(new URL('../../fixtures/python-programs.json', import.meta.url), 'utf8')
) as Program[];

const refused = programs.filter(({ topic }) => topic === 'refused');
const understood = programs.filter(({ topic }) => topic !== 'refused');

/** The text mode ends the last line, whether the program did or not. */
const unended = (text: string) => (text.endsWith('\n') ? text.slice(0, -1) : text);

function failureOf({ stderr }: Outcome): Failure | null {
	if (stderr === '') return null;
	const match = /\.py:(\d+):\d+: (\w+): ([^]*?)\n(?: {2}hint: .*\n)?$/.exec(stderr);
	if (!match) throw new Error(`not a located problem: ${stderr}`);
	return { type: match[2], message: match[3], line: Number(match[1]) };
}

describe.each([...new Set(understood.map(({ topic }) => topic))])('programs: %s', (topic) => {
	const own = understood.filter((program) => program.topic === topic);
	test.each(own)('$name', async ({ source, stdout, error }) => {
		const outcome = await explorer('run', source);
		expect(unended(outcome.stdout)).toBe(unended(stdout));
		expect(failureOf(outcome)).toEqual(error);
		expect(outcome.status).toBe(error ? 1 : 0);
	});
});

describe('programs that the language lacks words for', () => {
	test.each(refused)('$name', async ({ source, stdout }) => {
		const outcome = await explorer('run', source);
		expect(failureOf(outcome)?.type).toBe('NotSupportedError');
		expect(outcome.status).toBe(1);
		expect(stdout.startsWith(unended(outcome.stdout))).toBe(true);
	});
});

test('there are hundreds of programs', () => {
	expect(understood.length).toBeGreaterThan(500);
	expect(refused.length).toBeGreaterThan(5);
});
