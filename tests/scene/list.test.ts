import { describe, expect, it } from 'vitest';
import { frame } from '#scene/frame.ts';
import { listOf, type ListItem } from '#scene/list.ts';
import { LOSS_GROUP } from '#scene/groups.ts';
import { createModel } from '#scene/model.ts';
import { autogradTrace, branchedTrace, manualTrace } from './fixture.ts';

const open = { toggled: new Set([LOSS_GROUP]) };

function stateOf(trace: ReturnType<typeof manualTrace>, time: number, options = {}) {
	const model = createModel(trace, options);
	const list = listOf(trace, model, frame(trace, model, time));
	const all: readonly ListItem[] = [...list.forward, ...list.backward];
	return Object.fromEntries(all.map((item) => [item.name, item.state]));
}

describe('listOf(trace, model, now)', () => {
	const trace = manualTrace('tiny');
	const end = trace.steps.length;

	it('goes forward as the picture does, then back', () => {
		const model = createModel(trace);
		const { forward, backward } = listOf(trace, model, frame(trace, model, 0));
		expect(forward.map((item) => item.name)).toEqual([
			...model.tiles.map((tile) => tile.label),
			'loss'
		]);
		expect(backward.map((item) => item.name)).toEqual([
			...['grad_y_pred', 'grad_h_relu', 'grad_h', 'grad_w2', 'grad_w1']
		]);
		expect(backward.map((item) => item.of)).toEqual(['y_pred', 'h_relu', 'h', 'w2', 'w1']);
	});

	it('has at first what is given, and waits for the rest', () => {
		const states = stateOf(trace, 0);
		const here = Object.keys(states).filter((name) => states[name] === 'here');
		expect(here.sort()).toEqual(['w1', 'w2', 'x', 'y']);
		const others = Object.entries(states).filter(([name]) => !here.includes(name));
		expect(others.map(([, state]) => state)).toEqual(others.map(() => 'waiting'));
	});

	it('says what a step reads and what it just computed', () => {
		expect(stateOf(trace, 1)).toMatchObject({ x: 'read', w1: 'read', h: 'new', h_relu: 'waiting' });
		expect(stateOf(trace, 2)).toMatchObject({ x: 'here', h: 'read', h_relu: 'new' });
	});

	it('says how far a value is that takes several steps', () => {
		const model = createModel(trace);
		const card = (time: number) =>
			listOf(trace, model, frame(trace, model, time)).forward.find(({ role }) => role === 'loss')!;
		expect([3, 4, 5, 6, 7].map((time) => card(time).state)).toEqual([
			...['waiting', 'making', 'making', 'new', 'here']
		]);
		expect(card(5).made).toEqual({ done: 2, total: 3 });
		expect([card(5).holds, card(6).holds]).toEqual([null, trace.loss]);
	});

	it.each([
		['lesson 1', manualTrace('tiny'), {}],
		['lesson 1, unfolded', manualTrace('tiny'), open],
		['lesson 2', autogradTrace('tiny'), {}],
		['lesson 2, unfolded', autogradTrace('tiny'), open],
		['branches', branchedTrace(), {}]
	])('holds, in %s, what the trace computed by then', (_, each, options) => {
		const model = createModel(each, options);
		const at = new Map(each.steps.map(({ node }, i) => [node, i]));
		for (let time = 0; time <= each.steps.length; time++) {
			const { forward, backward } = listOf(each, model, frame(each, model, time));
			const items = [...forward, ...backward];
			for (const { holds, step, state, shape, active, role } of items) {
				if (holds === null) expect(['waiting', 'making']).toContain(state);
				else {
					expect(at.get(holds) ?? -1).toBeLessThan(time);
					expect(step).toBe(at.get(holds) ?? null);
					expect(each.values[holds].shape).toEqual(shape);
				}
				if (state === 'new') expect(at.get(holds!)).toBe(time - 1);
				if (active && role !== 'loss') expect(['new', 'making']).toContain(state);
			}
			if (time > 0) expect(items.filter(({ active }) => active).length).toBeGreaterThan(0);
		}
		const last = listOf(each, model, frame(each, model, each.steps.length));
		expect([...last.forward, ...last.backward].filter(({ holds }) => holds === null)).toEqual([]);
	});

	it('updates weights and empties gradients', () => {
		expect(stateOf(trace, end)).toMatchObject({ w2: 'new', grad_w2: 'read' });
		const zeroing = autogradTrace('tiny');
		const model = createModel(zeroing);
		const { backward } = listOf(zeroing, model, frame(zeroing, model, zeroing.steps.length));
		const w2 = backward.find(({ name }) => name === 'w2.grad')!;
		expect([w2.state, [...new Set(zeroing.values[w2.holds!].data)]]).toEqual(['new', [0]]);
	});

	it('knows where a group folds and unfolds', () => {
		const groups = (options: object) => {
			const model = createModel(trace, options);
			const { forward } = listOf(trace, model, frame(trace, model, 0));
			return forward.filter(({ group }) => group !== null).map(({ name, op }) => [name, op]);
		};
		expect(groups({})).toEqual([['loss', 'sum']]);
		expect(groups(open)).toEqual([['loss', 'sum']]);
	});
});
