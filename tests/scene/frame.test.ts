import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFramer, frame, gradientWeight } from '#scene/frame.ts';
import { LOSS_GROUP } from '#scene/groups.ts';
import { createModel } from '#scene/model.ts';
import { autogradTrace, branchedTrace, manualTrace } from './fixture.ts';

const TRACES = {
	manual: manualTrace('tiny'),
	autograd: autogradTrace('tiny'),
	branched: branchedTrace()
};

describe.each(Object.entries(TRACES))('frame(trace, model, time) of the %s graph', (_, trace) => {
	const models = [createModel(trace), createModel(trace, { toggled: new Set([LOSS_GROUP]) })];
	const count = trace.steps.length;

	it('is the same whichever way time ran before', () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: 0, max: count, noNaN: true }), { minLength: 2, maxLength: 12 }),
				(times) => {
					for (const model of models) {
						const at = createFramer(trace, model);
						const there = times.map((time) => at(time));
						const back = [...times]
							.reverse()
							.map((time) => at(time))
							.reverse();
						expect(back).toEqual(there);
						expect(there).toEqual(times.map((time) => frame(trace, model, time)));
					}
				}
			),
			{ numRuns: 25 }
		);
	});

	it('starts with leaves alone and ends with every value and gradient there', () => {
		for (const model of models) {
			const [start, end] = [frame(trace, model, 0), frame(trace, model, count)];
			for (const tile of model.tiles) {
				expect(start.tiles[tile.id].value.base).toBe(tile.op === 'input' ? tile.node : null);
				expect(start.tiles[tile.id].gradient?.base ?? null).toBe(null);
				expect(end.tiles[tile.id].value.base).toBe(tile.update?.node ?? tile.node);
				expect(end.tiles[tile.id].gradient?.base).toBe(
					tile.gradient ? (tile.gradient.zeros ?? tile.gradient.node) : undefined
				);
			}
			expect(Object.values(end.routes).map((route) => route.progress)).toEqual(
				Object.values(end.routes).map(() => 1)
			);
		}
	});

	it('only ever grows until the update: no route shortens, no reveal shrinks', () => {
		for (const model of models) {
			const times = Array.from({ length: count * 8 + 1 }, (_, i) => i / 8);
			const frames = times.map((time) => frame(trace, model, time));
			for (let i = 1; i < frames.length; i++) {
				for (const [id, route] of Object.entries(frames[i].routes)) {
					expect(route.progress).toBeGreaterThanOrEqual(frames[i - 1].routes[id].progress);
				}
			}
		}
	});

	it('has something at work in every step, and light that moves in every backward step after the seed', () => {
		for (const model of models) {
			for (let step = 0; step < count; step++) {
				const now = frame(trace, model, step + 0.5);
				const active = [now.routes, now.chips, now.cards]
					.flatMap((part) => Object.values(part))
					.some((state) => Boolean(state.active));
				const written = Object.values(now.tiles).some(
					({ writes }) => writes.value || writes.gradient
				);
				expect(active || written).toBe(true);
				const { op } = trace.graph.nodes[trace.steps[step].node];
				if (trace.steps[step].phase !== 'backward' || op === 'ones_like') continue;
				const moving = Object.entries(now.routes).filter(
					([id, route]) => id.includes('<') && route.active
				);
				expect(moving.length).toBeGreaterThan(0);
			}
		}
	});
});

describe('frame', () => {
	const trace = manualTrace('tiny');
	const model = createModel(trace);
	const id = (label: string) => model.tiles.find((tile) => tile.label === label)!.id;

	it('at 2.4 has done two steps and is 40 % through the third', () => {
		const now = frame(trace, model, 2.4);
		expect([now.step, now.phase]).toEqual([2, 'forward']);
		expect(now.tiles[id('h_relu')].value.base).not.toBe(null);
		expect(now.tiles[id('y_pred')].value).toEqual({ base: null, next: null, reveal: 0 });
		expect(frame(trace, model, 2.8).tiles[id('y_pred')].value.reveal).toBeGreaterThan(0);
	});

	it('points at the operands of the step, also through its inner transposes', () => {
		const now = frame(trace, model, 16.5);
		const reading = Object.entries(now.tiles).flatMap(([tile, { reads }]) => [
			...(reads.value ? [`${tile} value`] : []),
			...(reads.gradient ? [`${tile} gradient`] : [])
		]);
		expect(reading.sort()).toEqual([`${id('x')} value`, `${id('h')} gradient`].sort());
		expect(now.tiles[id('w1')].writes.gradient).toBe(true);
	});

	it('shows the shut gates before the gradient arrives behind them', () => {
		const now = frame(trace, model, 13.5);
		expect(now.tiles[id('h')].gate).toBe(1);
		expect(now.tiles[id('h')].gradient).toEqual({ base: null, next: null, reveal: 0 });
	});

	it('moves w into its new value in the update, and empties the gradient in zero_grad', () => {
		const zeroing = autogradTrace('tiny');
		const scene = createModel(zeroing);
		const w1 = scene.tiles.find((tile) => tile.label === 'w1')!;
		const during = frame(zeroing, scene, 19.8).tiles[w1.id];
		expect([during.value.base, during.value.next]).toEqual([w1.node, w1.update!.node]);
		const after = frame(zeroing, scene, zeroing.steps.length).tiles[w1.id];
		expect(after.gradient!.base).toBe(w1.gradient!.zeros);
		expect([...zeroing.values[after.gradient!.base!].data]).toEqual(new Array(12).fill(0));
	});

	it('weighs a gradient by the logarithm of its largest entry', () => {
		expect([0, 1e-6, 1e7, Infinity].map(gradientWeight)).toEqual([0, 0, 1, 1]);
		expect(gradientWeight(10) - gradientWeight(1)).toBeCloseTo(1 / 13, 12);
	});
});
