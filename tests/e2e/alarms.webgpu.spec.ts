/** Random programs on the device: their gradients are right, and the check says nothing else. */
import fc from 'fast-check';
import { programsOn, type Programs } from '../alarms/checkers.ts';
import { failing } from '../support/checked.ts';
import { straightPrograms } from '../support/torch-programs/programs.ts';
import { expect, test } from './support/page.ts';

test.describe.configure({ timeout: 120_000 });

/** Adds up by index, which a graphics device does in any order unless it is told otherwise. */
const COLLIDING = `import torch
x = torch.randn(5, 3, requires_grad=True)
rows = torch.arange(5000) % 5
loss = (x[rows] * torch.randn(5000, 3)).sum()
loss.backward()
`;

let programs: Programs;
test.beforeAll(async () => {
	programs = await programsOn('webgpu');
});
test.afterAll(() => programs.close());

test('no question fails of a handful of random programs, nor of what adds up by index', async () => {
	const drawn = fc.sample(straightPrograms, { seed: 5, numRuns: 12 }).map(({ source }) => source);
	let rows = 0;
	for (const source of [COLLIDING, ...drawn]) {
		const report = await programs.check(source, 5);
		for (const row of report?.rows ?? []) expect(failing(row), source).toEqual([]);
		rows += report?.rows.length ?? 0;
	}
	expect(rows).toBeGreaterThan(12);
});
