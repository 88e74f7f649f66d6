/** PyTorch as a process that lives as long as the comparison: programs go in, what they made comes out. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FloatType } from '#engine/tensor.ts';

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface Described {
	readonly shape: readonly number[];
	readonly data: readonly JsonNumber[];
}

export interface TorchTensor extends Described {
	readonly dtype: string;
	readonly requires_grad: boolean;
	readonly grad: Described | null;
}

export interface TorchAnswer {
	readonly printed: string;
	readonly tensors: Readonly<Record<string, TorchTensor>>;
	readonly error: { readonly type: string; readonly message: string; readonly line: number } | null;
}

/** The first Python of this machine that can import torch; null where none can. */
export function findPython(): string | null {
	const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'];
	for (const python of candidates) {
		if (!python) continue;
		const { status } = spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
		if (status === 0) return python;
	}
	return null;
}

export class Torch {
	readonly #process: ChildProcess;
	readonly #answers: AsyncIterator<string>;
	/** `1.13.0`; known once `open` has resolved. */
	version = '';

	private constructor(python: string) {
		const script = new URL('worker.py', import.meta.url).pathname;
		this.#process = spawn(python, ['-u', script], { stdio: ['pipe', 'pipe', 'inherit'] });
		this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
	}

	static async open(python: string): Promise<Torch> {
		const torch = new Torch(python);
		const { version } = JSON.parse(await torch.#line()) as { version: string };
		torch.version = version;
		return torch;
	}

	/** Runs a program from the generator state that `seed` names. Requests are answered in order. */
	async run(source: string, dtype: FloatType, seed: number): Promise<TorchAnswer> {
		this.#process.stdin!.write(`${JSON.stringify({ source, dtype, seed })}\n`);
		return JSON.parse(await this.#line()) as TorchAnswer;
	}

	close(): void {
		this.#process.stdin!.end();
	}

	async #line(): Promise<string> {
		const { value, done } = await this.#answers.next();
		if (done) throw new Error('the PyTorch process has ended');
		return value;
	}
}
