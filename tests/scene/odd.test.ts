/** Numbers that leave the scale: kept limits, and a run whose learning rate is too large. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createReferenceBackend, createSession, type Trace } from '#engine';
import { lessons } from '#engine/lessons/lessons.ts';
import { findAlarm, oddIn } from '#scene/alarm.ts';
import { createCoats } from '#scene/coats.ts';
import { frame } from '#scene/frame.ts';
import { keepScales } from '#scene/kept.ts';
import { createModel } from '#scene/model.ts';
import { scaleOf, ticksOf } from '#scene/scale.ts';

const traces: Trace[] = [];

beforeAll(async () => {
	const options = { seed: 0, dtype: 'float32', overrides: { learning_rate: 1e-3 } } as const;
	const session = await createSession(lessons.manual.source, options, createReferenceBackend());
	while (!traces.at(-1) || findAlarm(traces.at(-1)!)?.step !== -1) {
		traces.push((await session.trace(traces.length))!);
	}
});

describe('findAlarm(trace), learning rate 1e-3', () => {
	it('is null as long as every number is finite', () => {
		expect(findAlarm(traces[0])).toBeNull();
	});

	it('names the first step that makes such a number out of finite ones', () => {
		const trace = traces.find((each) => findAlarm(each))!;
		const { node, step, kind } = findAlarm(trace)!;
		expect(step).toBeGreaterThanOrEqual(0);
		expect(trace.steps[step].node).toBe(node);
		expect(oddIn(trace.values[node])).toBe(kind);
		for (const { node: earlier } of trace.steps.slice(0, step)) {
			expect(oddIn(trace.values[earlier])).toBeNull();
		}
	});

	it('then names the leaf that brings it in', () => {
		const trace = traces.at(-1)!;
		const { node, step } = findAlarm(trace)!;
		expect(step).toBe(-1);
		expect(trace.graph.nodes[node].op).toBe('input');
	});

	it('is in the frame from the moment on which the number is there', () => {
		const trace = traces.find((each) => findAlarm(each))!;
		const model = createModel(trace);
		const { step, node } = findAlarm(trace)!;
		expect(frame(trace, model, step).alarm).toBeNull();
		expect(frame(trace, model, step + 1).alarm?.node).toBe(node);
		expect(model.places.has(node)).toBe(true);
	});
});

describe('keepScales(trace, kind)', () => {
	it('gives every iteration the limits of that one, and says where values lie beyond', () => {
		const [first, second] = traces;
		const model = createModel(second);
		const coats = createCoats(second, 'linear', keepScales(first, 'linear'));
		const own = createCoats(first, 'linear');
		for (const tile of model.tiles) {
			const kept = coats.value(tile, tile.node);
			expect(kept.scale.limit).toBe(own.value(tile, tile.node).scale.limit);
			expect(kept.keptFrom).toBe(0);
			expect(kept.scale.clipped).toBe(kept.survey.most > kept.scale.limit);
		}
		const { gradient } = model.tiles.find(({ label }) => label === 'w1')!;
		const tile = model.tiles.find(({ label }) => label === 'w1')!;
		expect(coats.gradient(tile, gradient!.node).scale.clipped).toBe(true);
	});

	it('leaves a matrix its own scale where that iteration has none', () => {
		const coats = createCoats(traces[0], 'linear', keepScales(traces.at(-1)!, 'linear'));
		const tile = createModel(traces[0]).tiles.find(({ label }) => label === 'y_pred')!;
		const coat = coats.value(tile, tile.node);
		expect(coat.keptFrom).toBeNull();
		expect(coat.scale).toEqual(scaleOf(traces[0].values[tile.node], 'linear'));
	});
});

describe('ticksOf(scale)', () => {
	it('has the decades of a log scale, in order, one of each sign by name', () => {
		const ticks = ticksOf({ kind: 'log', limit: 2500, clipped: false });
		const values = ticks.map(({ value }) => value);
		expect(values).toEqual([...values].sort((a, b) => a - b));
		expect(values).toEqual([-2500, -1000, -100, -10, -1, 0, 1, 10, 100, 1000, 2500]);
		expect(ticks.filter(({ labelled }) => labelled).map(({ value }) => value)).toEqual([
			...[-2500, -10, 0, 10, 2500]
		]);
	});
});
