/** Runs the command line in this process, and reads what it printed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { main } from '../../engine/cli/main.ts';

export interface JsonTensor {
	shape: number[];
	dtype: string;
	requires_grad: boolean;
	data: (number | string)[];
	grad: { shape: number[]; data: (number | string)[] } | null;
}

export interface JsonRun {
	printed: string[];
	tensors: Record<string, JsonTensor>;
	error: { type: string; message: string; line: number; column: number } | null;
	backend: string;
	ms: number;
}

export interface Outcome {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** `explorer …args`, in this process. */
export async function command(args: readonly string[]): Promise<Outcome> {
	const out: string[] = [];
	const err: string[] = [];
	const into = (lines: string[]) => (text: string | Uint8Array) => lines.push(String(text)) > 0;
	const stdout = vi.spyOn(process.stdout, 'write').mockImplementation(into(out));
	const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(into(err));
	try {
		const status = await main(args);
		return { status, stdout: out.join(''), stderr: err.join('') };
	} finally {
		stdout.mockRestore();
		stderr.mockRestore();
	}
}

/** `explorer <verb> <file with source> …options`; `leaves` goes through --inputs. */
export async function explorer(
	verb: 'run' | 'check',
	source: string,
	options: readonly string[] = [],
	leaves?: unknown
): Promise<Outcome> {
	const folder = mkdtempSync(join(tmpdir(), 'explorer-'));
	try {
		const file = join(folder, 'lesson.py');
		writeFileSync(file, source);
		const inputs = join(folder, 'leaves.json');
		if (leaves !== undefined) writeFileSync(inputs, JSON.stringify(leaves));
		const given = leaves === undefined ? [] : ['--inputs', inputs];
		return await command([verb, file, ...options, ...given]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export async function runJson(
	source: string,
	options: readonly string[] = [],
	leaves?: unknown
): Promise<JsonRun & { status: number }> {
	const { status, stdout } = await explorer('run', source, ['--json', ...options], leaves);
	return { ...(JSON.parse(stdout) as JsonRun), status };
}
