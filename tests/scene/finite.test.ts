import { describe, expect, it } from 'vitest';
import { createReferenceBackend, createSession } from '../../engine/index.ts';
import { lessons } from '../../engine/lessons/lessons.ts';
import { firstBreak, isAllFinite } from '#scene/finite.ts';

async function session(rate: number) {
	const overrides = { ...lessons.manual.tiny, learning_rate: rate };
	const options = { seed: 0, dtype: 'float32', overrides } as const;
	return createSession(lessons.manual.source, options, createReferenceBackend());
}

describe('firstBreak(trace)', () => {
	it('is null while every number can be held', async () => {
		const run = await session(0.01);
		for (const k of [0, 1, 7]) expect(firstBreak((await run.trace(k))!)).toBeNull();
	});

	it('names the step that makes infinity of finite numbers, once', async () => {
		const run = await session(50);
		const breaks: [number, string][] = [];
		for (let k = 0; k < 20; k++) {
			const trace = (await run.trace(k))!;
			const step = firstBreak(trace);
			if (step === null) continue;
			const { op, inputs, id } = trace.graph.nodes[trace.steps[step].node];
			expect(isAllFinite(trace.values[id])).toBe(false);
			expect(inputs.map((input) => isAllFinite(trace.values[input]))).not.toContain(false);
			const before = trace.steps.slice(0, step).map(({ node }) => trace.values[node]);
			expect(before.every(isAllFinite)).toBe(true);
			breaks.push([k, op]);
		}
		expect(breaks.length).toBeGreaterThan(0);
		const [[first]] = breaks;
		const known = (await run.trace(first))!;
		expect(
			known.values.filter((value, id) => known.graph.nodes[id].op === 'input').every(isAllFinite)
		).toBe(true);
	});
});
