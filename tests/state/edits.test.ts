import { describe, expect, it } from 'vitest';
import { checkTrace, createReferenceBackend, createSession } from '../../engine/index.ts';
import type { SeedId } from '../../engine/lessons/lesson.ts';
import { lessons } from '../../engine/lessons/lessons.ts';
import { tensor } from '../../engine/tensor.ts';
import { Edits, foundUnder } from '../../src/state/edits.ts';

const own = tensor([1, 2, 3, 4], [2, 2], 'float32');

describe('Edits', () => {
	it('gathers cells, each with the lesson’s own number, and leaves the tensors alone', () => {
		const edits = Edits.none.with('x', own, 1, 7).with('y', own, 0, -1).with('x', own, 3, 9);
		expect(edits.list.map(({ name, flat, was }) => [name, flat, was])).toEqual([
			['x', 1, 2],
			['y', 0, 1],
			['x', 3, 4]
		]);
		expect([...edits.inputs.x.data]).toEqual([1, 7, 3, 9]);
		expect([...edits.inputs.y.data]).toEqual([-1, 2, 3, 4]);
		expect([...own.data]).toEqual([1, 2, 3, 4]);
	});

	it('counts a cell once, and not at all once it is the lesson’s own again', () => {
		const twice = Edits.none.with('x', own, 1, 7).with('x', own, 1, 8);
		expect(twice.list).toEqual([{ name: 'x', flat: 1, value: 8, was: 2 }]);
		// a run that began with the edits shows them as its own
		expect(twice.with('x', twice.inputs.x, 1, 2).size).toBe(0);
	});

	it('holds what float32 holds', () => {
		expect(Edits.none.with('x', own, 0, 0.1).list[0].value).toBe(Math.fround(0.1));
	});

	it('undoes the latest', () => {
		const edits = Edits.none.with('x', own, 1, 7).with('x', own, 0, 6);
		expect([...edits.undo().inputs.x.data]).toEqual([1, 7, 3, 4]);
		expect(edits.undo().undo().inputs).toEqual({});
	});
});

async function iteration(id: SeedId, edits: Edits) {
	const { source, tiny } = lessons[id];
	const inputs = Object.fromEntries(
		Object.entries(edits.inputs).map(([name, value]) => [name, { value, requiresGrad: false }])
	);
	const options = { seed: 0, dtype: 'float32', overrides: tiny, inputs } as const;
	const session = await createSession(source, options, createReferenceBackend());
	return (await session.trace(0))!;
}

describe.each(['manual', 'autograd'] as const)('lesson %s from edited tensors', (id) => {
	it('finds them, computes from them, and every gradient is right', async () => {
		const before = await iteration(id, Edits.none);
		const w1 = foundUnder(before, 'w1')!;
		const edits = Edits.none
			.with('w1', w1, 4, 0.75)
			.with('y', foundUnder(before, 'y')!, 0, -3.5)
			.with('x', foundUnder(before, 'x')!, 2, 2);
		const after = await iteration(id, edits);
		expect(foundUnder(after, 'w1')!.data[4]).toBe(0.75);
		expect(foundUnder(after, 'w2')).toEqual(foundUnder(before, 'w2'));
		expect(after.graph.nodes.map(({ op }) => op)).toEqual(before.graph.nodes.map(({ op }) => op));
		expect(after.values[after.loss!].data[0]).not.toBe(before.values[before.loss!].data[0]);
		const report = checkTrace(after);
		expect(report.rows.map(({ name }) => name)).toEqual(after.claims.map(({ name }) => name));
		expect(report.rows.map(({ formula }) => formula.verdict)).not.toContain('fail');
	});

	it('what the iteration makes is not found', async () => {
		expect(foundUnder(await iteration(id, Edits.none), 'loss')).toBeNull();
	});
});
