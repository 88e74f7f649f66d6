/** The command line with files of other kinds: models and notebooks in, scripts, notebooks and models out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromNotebook } from '../../engine/exchange/notebook.ts';
import { saveModel } from '../../engine/exchange/onnx/save.ts';
import { traceOf } from '../support/exchange.ts';
import { command } from '../support/explorer.ts';
import { MANUAL } from '../support/lesson.ts';

const SMALL = MANUAL.replace('64, 1000, 100, 10', '4, 5, 3, 2');
let folder: string;
let lesson: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'exchange-'));
	lesson = join(folder, 'lesson.py');
	writeFileSync(lesson, SMALL);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('explorer run', () => {
	it('runs an ONNX model with the numbers that come with it', async () => {
		const { status, stdout } = await command(['run', 'tests/fixtures/onnx/words.onnx']);
		expect(status).toBe(0);
		expect(stdout).toMatch(/^tensor\(\[\[.*grad_fn=<AddmmBackward0>\)\n$/s);
	});

	it('names what it cannot open in a model', async () => {
		const { status, stderr } = await command(['run', 'tests/fixtures/onnx/unknown.onnx']);
		expect(status).toBe(2);
		expect(stderr).toContain('operators that are not known here: Einsum (2×), Det (1×)');
	});

	it('runs the code cells of a notebook', async () => {
		const file = join(folder, 'cells.ipynb');
		const cells = [{ cell_type: 'code', source: ['x = 2\n', 'print(x)'] }];
		writeFileSync(file, JSON.stringify({ cells }));
		expect(await command(['run', file])).toMatchObject({ status: 0, stdout: '2\n' });
	});
});

describe('explorer export', () => {
	it('--onnx writes the model of an iteration', async () => {
		const out = join(folder, 'step.onnx');
		const options = ['--onnx', 'training', '--iteration', '2', '--parameter-inputs', '--seed', '3'];
		expect(await command(['export', lesson, out, ...options])).toMatchObject({
			status: 0,
			stderr: ''
		});
		const trace = await traceOf(SMALL, { seed: 3 }, 2);
		const { bytes } = saveModel(trace, {
			kind: 'training',
			parameterInputs: true,
			file: 'lesson.py',
			source: SMALL
		});
		expect(new Uint8Array(readFileSync(out))).toEqual(bytes);
	});

	it('--script and --notebook write what prints the same', async () => {
		const [script, notebook] = [join(folder, 'out.py'), join(folder, 'out.ipynb')];
		await command(['export', lesson, script, '--script', '--seed', '5']);
		await command(['export', lesson, notebook, '--notebook', '--seed', '5']);
		const { stdout } = await command(['run', lesson, '--seed', '5']);
		expect(await command(['run', script])).toMatchObject({ stdout });
		expect(await command(['run', notebook])).toMatchObject({ stdout });
		expect(fromNotebook(readFileSync(notebook, 'utf8'))).toContain('torch.manual_seed(5)');
	});

	it.each([
		[['--script', '--notebook'], 'export takes one of --script, --notebook and --onnx'],
		[['--onnx', 'all'], "--onnx takes inference or training, not 'all'"],
		[[], 'export takes one of']
	])('refuses %j', async (options, message) => {
		const { status, stderr } = await command(['export', lesson, join(folder, 'o'), ...options]);
		expect(status).toBe(2);
		expect(stderr).toContain(message);
	});

	it('says where a lesson fails, and what iteration it does not have', async () => {
		writeFileSync(lesson, 'x = wrong\n');
		const failed = await command(['export', lesson, join(folder, 'o'), '--script']);
		expect(failed).toMatchObject({ status: 1 });
		expect(failed.stderr).toContain("lesson.py:1:5: NameError: name 'wrong' is not defined");
		writeFileSync(lesson, SMALL);
		const late = ['export', lesson, join(folder, 'o'), '--onnx', 'inference', '--iteration', '900'];
		expect(await command(late)).toMatchObject({ status: 1 });
	});
});
