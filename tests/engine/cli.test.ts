/** The command line: what it prints, what it returns, and what it says of wrong usage. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { command, explorer, runJson } from '../support/explorer.ts';
import { MANUAL } from '../support/lesson.ts';

const SMALL = MANUAL.replace('64, 1000, 100, 10', '4, 5, 3, 2');

describe('explorer run', () => {
	it('prints what the program prints, and ends with 0', async () => {
		const { status, stdout, stderr } = await explorer('run', 'print(1, 2.5)\nprint("ok")\n');
		expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '1 2.5\nok\n', stderr: '' });
	});

	it('prints the lines before a mistake, then the mistake with its place, and ends with 1', async () => {
		const { status, stdout, stderr } = await explorer('run', 'print(1)\nx = 2 + wrong\n');
		expect(status).toBe(1);
		expect(stdout).toBe('1\n');
		expect(stderr).toMatch(/lesson\.py:2:9: NameError: name 'wrong' is not defined/);
	});

	it('keeps what iterations before a mistake printed', async () => {
		const { status, stdout } = await explorer(
			'run',
			'for t in range(5):\n    print(t)\n    if t == 2:\n        x = no\n'
		);
		expect(status).toBe(1);
		expect(stdout).toBe('0\n1\n2\n');
	});

	it('--json prints one object with lines, tensors and the error', async () => {
		const source =
			'import torch\nw = torch.ones(2, 1, requires_grad=True)\ny = (w * 3).sum()\ny.backward()\nprint(y)\n';
		const run = await runJson(source);
		expect(run).toMatchObject({
			status: 0,
			printed: ['tensor(6., grad_fn=<SumBackward0>)'],
			error: null,
			backend: 'reference',
			tensors: {
				w: {
					shape: [2, 1],
					dtype: 'float32',
					requires_grad: true,
					data: [1, 1],
					grad: { shape: [2, 1], data: [3, 3] }
				},
				y: { shape: [], data: [6], requires_grad: true, grad: null }
			}
		});
		expect(run.ms).toBeGreaterThan(0);
	});

	it('--json writes NaN and infinities as strings, and the error beside what came before it', async () => {
		const run = await runJson('import torch\nx = torch.tensor([0.0, 1.0, -1.0]) / 0.0\nx.foo\n');
		expect(run.status).toBe(1);
		expect(run.tensors.x.data).toEqual(['NaN', 'Infinity', '-Infinity']);
		expect(run.error).toMatchObject({ type: 'AttributeError', line: 3 });
	});

	it('--seed changes the random numbers and --steps stops each for', async () => {
		const first = await runJson(SMALL, ['--steps', '3']);
		const again = await runJson(SMALL, ['--steps', '3', '--seed', '0']);
		const other = await runJson(SMALL, ['--steps', '3', '--seed', '1']);
		expect(first.printed).toHaveLength(2 + 3);
		expect(again.printed).toEqual(first.printed);
		expect(other.printed).not.toEqual(first.printed);
	});

	it('--backend wasm runs on onnxruntime-web', async () => {
		const wasm = await runJson(SMALL, ['--steps', '2', '--backend', 'wasm']);
		expect(wasm.backend).toBe('wasm');
		expect(wasm.printed).toHaveLength(4);
	});

	it('--dtype float64 computes every floating tensor in float64', async () => {
		const { tensors } = await runJson(SMALL, ['--steps', '1', '--dtype', 'float64']);
		for (const { dtype } of Object.values(tensors)) expect(dtype).toBe('float64');
	});

	it('--inputs replaces what the lesson makes, and refuses other shapes', async () => {
		const leaves = [{ name: 'w2', shape: [3, 2], data: [1, 2, 3, 4, 5, 6], requires_grad: false }];
		const { tensors } = await runJson(SMALL.replace(/w2 -=.*/, ''), ['--steps', '1'], leaves);
		expect(tensors.w2.data).toEqual([1, 2, 3, 4, 5, 6]);
		const wrong = await runJson(SMALL, [], [{ ...leaves[0], shape: [2, 3] }]);
		expect(wrong.error?.message).toContain("'w2' has shape [2, 3]");
	});

	it('--retain-grad keeps the gradients of intermediates', async () => {
		const source =
			'import torch\nx = torch.ones(2, requires_grad=True)\nh = x * 2\nh.sum().backward()\n';
		expect((await runJson(source)).tensors.h.grad).toBeNull();
		expect((await runJson(source, ['--retain-grad'])).tensors.h.grad?.data).toEqual([1, 1]);
	});
});

describe('explorer check', () => {
	it('prints every gradient with four verdicts and ends with 0 where all hold', async () => {
		const { status, stdout } = await explorer('check', SMALL);
		expect(status).toBe(0);
		for (const name of ['grad_y_pred', 'grad_w2', 'grad_h_relu', 'grad_h', 'grad_w1'])
			expect(stdout).toContain(name);
		expect(stdout.match(/formula {2}pass/g)).toHaveLength(10);
		expect(
			stdout.match(
				/stable {3}pass; run again, it is the same; the order of the samples does not matter$/gm
			)
		).toHaveLength(10);
		expect(stdout).not.toContain('wrong');
		expect(stdout).not.toContain('FAIL');
	});

	it('ends with 1 where one does not', async () => {
		const { status, stdout } = await explorer('check', SMALL.replace('2.0 *', '3.0 *'));
		expect(status).toBe(1);
		expect(stdout).toContain('FAIL');
		expect(stdout.match(/the first that is wrong: grad_y_pred$/gm)).toHaveLength(2);
	});

	it('says in what pattern one is wrong, where there is one', async () => {
		const wrong = await explorer('check', SMALL.replace('2.0 *', '3.0 *'));
		expect(wrong.stdout).toMatch(/pattern {2}every entry is 1\.5 times what it should be$/m);
		expect((await explorer('check', SMALL)).stdout).not.toContain('pattern');
		const open = SMALL.replace('grad_h[h < 0] = 0', 'pass');
		const { status, stdout } = await explorer('check', open, ['--json']);
		expect(status).toBe(1);
		const [{ patterns }] = JSON.parse(stdout).reports;
		expect(patterns).toEqual({
			grad_h: { id: 'gate', passed: expect.any(Number), stopped: 0 }
		});
	});
});

describe('explorer check on the worst entry', () => {
	it('says how far off it is in ulps and rounding units, and what its bound is mostly made of', async () => {
		const wrong = SMALL.replace('2.0 *', '3.0 *');
		const { stdout } = await explorer('check', wrong);
		expect(stdout).toMatch(/formula {2}FAIL.*ulps, .* rounding units, cancellation ×1\)/);
		expect(stdout).toMatch(/mostly the error of .*, which began as the roundings of adding up/);
		const [{ rows }] = JSON.parse((await explorer('check', wrong, ['--json'])).stdout).reports;
		expect(rows[0].formula.worst).toMatchObject({
			cancellation: 1,
			units: expect.any(Number),
			dominates: { kind: expect.any(String), share: expect.any(Number) }
		});
	});
});

describe('wrong usage', () => {
	it.each([
		[[], 'no command given'],
		[['fly'], "unknown command 'fly'"],
		[['run'], 'run needs a file'],
		[['run', 'no-such-file.py'], 'cannot read no-such-file.py'],
		[['run', 'package.json', '--dtype', 'float16'], '--dtype takes float32 or float64'],
		[['run', 'package.json', '--seed', 'x'], '--seed takes a whole number'],
		[['run', 'package.json', '--wings'], "Unknown option '--wings'"]
	])('%j ends with 2 and says: %s', async (args, message) => {
		const { status, stdout, stderr } = await command(args);
		expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
		expect(stderr).toContain(message);
		expect(stderr).toContain('usage: explorer run FILE.py');
	});

	it('--help prints the usage and is no mistake', async () => {
		const { status, stdout } = await command(['--help']);
		expect(status).toBe(0);
		expect(stdout).toContain('--retain-grad');
	});
});

describe('npm run -s explorer', () => {
	it('hands the status to the shell', () => {
		const args = ['--import', 'tsx', 'engine/cli.ts', 'run', 'no-such-file.py'];
		const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
		expect(status).toBe(2);
		expect(stderr).toContain('cannot read no-such-file.py');
	});
});
