/** Opens lessons for tests: the seed sources, small sizes, a backend. */
import { readFileSync } from 'node:fs';
import type { Backend } from '../../engine/backends/backend.ts';
import { createReferenceBackend } from '../../engine/backends/reference.ts';
import { createSession, type LessonOptions, type Session } from '../../engine/session.ts';
import type { Tensor } from '../../engine/tensor.ts';

export const MANUAL = readFileSync('tests/fixtures/seed/lesson1_manual.py', 'utf8');
export const AUTOGRAD = readFileSync('tests/fixtures/seed/lesson2_autograd.py', 'utf8');

/** Small enough for a test to run many times; all extents differ, so that a wrong transpose shows. */
export const SMALL = { N: 5, D_in: 7, H: 6, D_out: 3, learning_rate: 1e-3 };

export function open(
	source: string,
	options: Partial<LessonOptions> = {},
	backend: Backend = createReferenceBackend()
): Promise<Session> {
	return createSession(
		source,
		{ seed: 0, dtype: 'float32', overrides: SMALL, ...options },
		backend
	);
}

/** The value that `name` had when the iteration was over (or when backward() left it). */
export function valueOf(
	trace: { bindings: readonly { name: string; node: number }[]; values: readonly Tensor[] },
	name: string
): Tensor {
	const binding = trace.bindings.findLast((each) => each.name === name);
	if (!binding) throw new Error(`${name} is not bound in this iteration`);
	return trace.values[binding.node];
}
