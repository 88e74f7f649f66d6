/** Whatever a lesson does, it ends, and in nothing but an error with a place in the source. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { PythonError } from '#engine/python/errors.ts';
import { openSession } from '#engine/session.ts';
import { endless } from '../../support/endless.ts';
import { mutantPrograms } from '../../support/mutants.ts';

/** Iterations that a program may go on for before it counts as one that trains and trains. */
const MOST = 60;

/** Runs a program; null where it came to its end or went on training. */
async function failureOf(source: string, most = Infinity): Promise<PythonError | null> {
	try {
		const options = { seed: 0, dtype: 'float32' } as const;
		const session = openSession(source, options, createReferenceBackend());
		await session.start();
		for (let done = false; !done && session.reached < most;) ({ done } = await session.advance(20));
		return null;
	} catch (error) {
		if (error instanceof PythonError) return error;
		throw new Error(`not an error of the lesson: ${String(error)}\nof the program:\n${source}`, {
			cause: error
		});
	}
}

describe('what would not end, or not fit, ends in a message', () => {
	test.each(endless)(
		'%s',
		async (_, source, type) => {
			const error = await failureOf(source);
			expect(error?.type).toBe(type);
			expect(error?.problem.line).toBeGreaterThan(0);
		},
		30_000
	);
});

test.each([["print(f'{x.sum().item(): import.3f}')"], ["print('%d %q' % (x.sum(), 1))"]])(
	'what is printed once its number is there fails at its own line: %s',
	async (line) => {
		const error = await failureOf(`import torch\nx = torch.zeros(2)\n${line}\n`);
		expect(error?.type).toBe('ValueError');
		expect(error?.problem.line).toBe(3);
	}
);

test('a changed program ends well, or in an error with a place', async () => {
	await fc.assert(
		fc.asyncProperty(mutantPrograms, async (source) => {
			const error = await failureOf(source, MOST);
			expect(error?.problem.line ?? 1).toBeGreaterThan(0);
		}),
		{ numRuns: 400 }
	);
}, 120_000);
