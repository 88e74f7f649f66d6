/** `explorer check FILE.py --against REFERENCE.py`: a student's file beside a teacher's. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../engine/check/against.ts';
import { lessonCalled } from '../../engine/lessons/gallery.ts';
import { GALLERY } from '../../engine/lessons/lesson.ts';
import { command, type Outcome } from '../support/explorer.ts';
import { AUTOGRAD, MANUAL } from '../support/lesson.ts';
import { programs } from '../support/torch-programs/programs.ts';

const SIZES = ['64, 1000, 100, 10', '4, 5, 3, 2'] as const;
const SMALL = MANUAL.replace(...SIZES);
const BY_AUTOGRAD = AUTOGRAD.replace(...SIZES);

async function against(
	student: string,
	teacher: string,
	options: readonly string[] = []
): Promise<Outcome> {
	const folder = mkdtempSync(join(tmpdir(), 'explorer-'));
	try {
		const [file, reference] = ['student.py', 'teacher.py'].map((name) => join(folder, name));
		writeFileSync(file, student);
		writeFileSync(reference, teacher);
		return await command(['check', file, '--against', reference, ...options]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

interface Report {
	iterations: { iteration: number; rows: Row[] | null }[];
	error: { file: string; type: string; line: number } | null;
}

async function reportOf(student: string, teacher: string): Promise<Report & { status: number }> {
	const { status, stdout } = await against(student, teacher, ['--json']);
	return { ...(JSON.parse(stdout) as Report), status };
}

/** What every name of an iteration came to. */
function matches({ iterations }: Report, iteration: number): Record<string, string> {
	const { rows } = iterations[iteration];
	return Object.fromEntries(rows!.map(({ reference, match }) => [reference.name, match]));
}

/** A tampering that changes nothing would test nothing. */
function tamper(source: string, from: string, to: string): string {
	expect(source.split(from)).toHaveLength(2);
	return source.replace(from, to);
}

const HALF = (source: string) => tamper(source, '2.0 * (y_pred - y)', '(y_pred - y)');

describe('explorer check FILE.py --against REFERENCE.py', () => {
	it('prints a line for every tensor, and ends with 0 where all are equal', async () => {
		const { status, stdout, stderr } = await against(SMALL, SMALL);
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
		for (const name of ['x', 'y', 'h', 'h_relu', 'loss', 'grad_h', 'grad_w1', 'w1', 'w2'])
			expect(stdout).toMatch(new RegExp(`^ {2}${name} +equal$`, 'm'));
		expect(stdout).toMatch(/^iteration 0\n[^]*\niteration 1\n[^]*\n\nno difference\n$/);
	});

	it('ends with 1 where one differs, says where first, by how much and in what pattern', async () => {
		const { status, stdout } = await against(HALF(SMALL), SMALL);
		expect(status).toBe(1);
		expect(stdout).toMatch(/^ {2}h +equal$/m);
		expect(stdout).toMatch(
			/^ {2}grad_y_pred +different: at \[\d, \d\] \S+, in \S+teacher\.py \S+, rounding explains \S+; every entry is 0\.5 times the other$/m
		);
		const line = SMALL.split('\n').findIndex((text) => text.includes('grad_y_pred =')) + 1;
		expect(stdout).toMatch(
			new RegExp(`first difference: grad_y_pred, iteration 0 \\(\\S+student\\.py:${line}\\)\n$`)
		);
	});

	it('calls what only rounding tells apart equal up to rounding', async () => {
		const other = tamper(
			SMALL,
			'grad_w1 = x.t().mm(grad_h)',
			'grad_w1 = sum(x[i:i+1].t().mm(grad_h[i:i+1]) for i in range(N - 1, -1, -1))'
		);
		const report = await reportOf(other, SMALL);
		expect(report.status).toBe(0);
		expect(matches(report, 0)).toMatchObject({ grad_w1: 'rounding', grad_w2: 'equal' });
		const [row] = report.iterations[0].rows!.filter(
			({ reference }) => reference.name === 'grad_w1'
		);
		expect(Math.abs(row.worst!.got - row.worst!.expected)).toBeGreaterThan(0);
		expect(Math.abs(row.worst!.got - row.worst!.expected)).toBeLessThan(row.worst!.bound);
		expect((await against(other, SMALL)).stdout).toMatch(/grad_w1 +equal up to rounding$/m);
	});

	it('says what is missing, which counts as a difference', async () => {
		const renamed = SMALL.replaceAll('grad_h_relu', 'g');
		const { status, stdout } = await against(renamed, SMALL);
		expect(status).toBe(1);
		expect(stdout).toMatch(/^ {2}grad_h_relu +missing$/m);
		expect(stdout).toMatch(/first difference: grad_h_relu, iteration 0\n$/);
	});

	it('says which shapes differ', async () => {
		const report = await reportOf(tamper(SMALL, '4, 5, 3, 2', '4, 5, 6, 2'), SMALL);
		expect(report.status).toBe(1);
		const h = report.iterations[0].rows!.find(({ reference }) => reference.name === 'h')!;
		expect(h).toMatchObject({
			match: 'different',
			worst: null,
			own: { shape: [4, 6] },
			reference: { shape: [4, 3] }
		});
		const { stdout } = await against(tamper(SMALL, '4, 5, 3, 2', '4, 5, 6, 2'), SMALL);
		expect(stdout).toMatch(/^ {2}h +different: its shape is 4×6, in \S+teacher\.py 4×3$/m);
	});

	it('lets the teacher’s numbers stand in, however the student came to his own', async () => {
		const own = tamper(SMALL, 'w1 = torch.randn(D_in, H)', 'w1 = torch.ones(D_in, H)');
		const report = await reportOf(own, SMALL);
		expect(report.status).toBe(0);
		expect(matches(report, 1)).toMatchObject({ h: 'equal', grad_w1: 'equal', w1: 'equal' });
	});

	it('sees a step that goes the wrong way, its gradients being right', async () => {
		const report = await reportOf(tamper(SMALL, 'w1 -=', 'w1 +='), SMALL);
		expect(report.status).toBe(1);
		for (const iteration of [0, 1]) {
			const found = matches(report, iteration);
			expect(Object.keys(found).filter((name) => found[name] === 'different')).toEqual(['w1']);
		}
	});

	it('sees a forgotten zero_grad in the second iteration', async () => {
		const report = await reportOf(tamper(BY_AUTOGRAD, 'w2.grad.data.zero_()', 'pass'), BY_AUTOGRAD);
		expect(report.status).toBe(1);
		expect(matches(report, 0)).toMatchObject({ 'w2.grad': 'equal' });
		expect(matches(report, 1)).toMatchObject({ 'w1.grad': 'equal', 'w2.grad': 'different' });
	});

	it('holds a gradient by hand against that of autograd', async () => {
		const { status, stdout } = await against(SMALL, BY_AUTOGRAD);
		expect(status).toBe(0);
		expect(stdout).toMatch(/^ {2}w1\.grad +equal (up to rounding )?\(as grad_w1\)$/m);
		expect((await against(HALF(SMALL), BY_AUTOGRAD)).stdout).toMatch(
			/^ {2}w1\.grad +different \(as grad_w1\): at /m
		);
	});

	it('misses the iterations that a file does not have', async () => {
		const { status, stdout } = await against(tamper(SMALL, 'range(500)', 'range(1)'), SMALL);
		expect(status).toBe(1);
		expect(stdout).toContain('iteration 1\n  missing: the file ends before it\n');
		expect(stdout).toMatch(/first difference: iteration 1 is missing\n$/);
	});

	it('--json prints one object', async () => {
		const { status, iterations, error } = await reportOf(HALF(SMALL), SMALL);
		expect({ status, error }).toEqual({ status: 1, error: null });
		expect(iterations.map(({ iteration }) => iteration)).toEqual([0, 1]);
		const row = iterations[0].rows!.find(({ reference }) => reference.name === 'grad_w2');
		expect(row).toMatchObject({
			own: { name: 'grad_w2', shape: [3, 2], line: expect.any(Number) },
			match: 'different',
			pattern: { id: 'ratio', kind: 'half' }
		});
	});

	it.each(['student', 'teacher'])('names the file of an error: the %s’s', async (who) => {
		const wrong = `${SMALL.split('\n').slice(0, 20).join('\n')}\nx = wrong\n`;
		const files = who === 'student' ? ([wrong, SMALL] as const) : ([SMALL, wrong] as const);
		const { status, stdout, stderr } = await against(...files);
		expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
		expect(stderr).toMatch(new RegExp(`${who}\\.py:21:5: NameError: name 'wrong' is not defined`));
		const { error } = await reportOf(...files);
		expect(error).toMatchObject({ type: 'NameError', line: 21 });
		expect(error!.file).toMatch(new RegExp(`${who}\\.py$`));
	});

	it('is refused beside another command, and with a file that is not there', async () => {
		const run = await command(['run', 'package.json', '--against', 'package.json']);
		expect(run).toMatchObject({ status: 2, stdout: '' });
		expect(run.stderr).toContain('--against belongs to check');
		const check = await command(['check', 'package.json', '--against', 'no-such-file.py']);
		expect(check.status).toBe(2);
		expect(check.stderr).toContain('cannot read no-such-file.py');
	});
});

describe('a lesson against itself', () => {
	it.each(GALLERY)('differs nowhere: %s', async (id) => {
		const { source } = await lessonCalled(id);
		const { status, stdout } = await against(source, source);
		expect(stdout).toMatch(/\nno difference\n$/);
		expect(status).toBe(0);
	});

	it('differs nowhere where a leaf has two names', async () => {
		const source = `import torch
v0 = torch.tensor([-2.875, 1.875], requires_grad=True)
v1 = v0.flatten()
v2 = v0.detach()
loss = (v1 * v1 * v2).sum() + v0.sum()
loss.backward()
`;
		const report = await reportOf(source, source);
		expect(report.status).toBe(0);
		expect(new Set(Object.values(matches(report, 0)))).toEqual(new Set(['equal']));
		expect(Object.keys(matches(report, 0))).toContain('v1.grad');
	});

	it('differs nowhere, whatever the program', async () => {
		await fc.assert(
			fc.asyncProperty(programs, async ({ source }) => {
				const { iterations, error } = await reportOf(source, source);
				const rows = iterations.flatMap((each) => each.rows ?? []);
				// some programs end in an error, and say where
				if (error === null) expect(iterations.every((each) => each.rows !== null)).toBe(true);
				expect(rows.filter(({ match }) => match !== 'equal')).toEqual([]);
			}),
			{ numRuns: 60, seed: 11 }
		);
	});

	it('differs by rounding alone where the momentum of a step was summed in another order', async () => {
		const { source } = await lessonCalled('xor');
		const other = tamper(
			source,
			'loss = loss_function(y_pred, y)',
			'loss = sum((y_pred[i] - y[i]) ** 2 for i in range(3, -1, -1)).sum() / 4'
		);
		const report = await reportOf(other, source);
		expect(report.status).toBe(0);
		const second = Object.values(matches(report, 1));
		expect(second).toContain('rounding');
		expect(second.filter((match) => match !== 'equal' && match !== 'rounding')).toEqual([]);
	});
});
