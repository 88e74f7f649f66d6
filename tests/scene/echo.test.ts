import { describe, expect, it } from 'vitest';
import { echoOf, nodeOf, partnerOf, subjectOf, type SubjectKey } from '#scene/echo.ts';
import { meaningOf } from '#scene/meaning.ts';
import { LOSS_GROUP } from '#scene/groups.ts';
import { createModel, type SceneModel } from '#scene/model.ts';
import { createLayout } from '#scene/layout.ts';
import { gradientWays, valueWays, waysOf } from '#scene/ways.ts';
import { autogradTrace, branchedTrace, manualTrace, SIZES } from './fixture.ts';

const trace = manualTrace('full');
const model = createModel(trace, { dims: SIZES.full });
const tile = (label: string) => model.tiles.find((each) => each.label === label)!;
const keyed = (keys: Iterable<SubjectKey>) =>
	[...keys].map((key) => {
		const [id, part] = key.split(' ');
		return `${[...model.tiles, ...model.cards].find((each) => each.id === id)!.label} ${part}`;
	});
/** Routes with labels in place of ids. */
const named = (routes: Iterable<string>, of: SceneModel = model) =>
	[...routes].map((route) =>
		route.replace(/(n\d+|g-\w+)/g, (id) => {
			return [...of.tiles, ...of.cards].find((each) => each.id === id)!.label;
		})
	);

describe('echoOf(trace, model, nodes)', () => {
	it('answers a value with its matrix, its gradient, and the ways in and out', () => {
		const echo = echoOf(trace, model, [tile('h').node]);
		expect(keyed(echo.subjects)).toEqual(['h value']);
		expect(keyed(echo.partners)).toEqual(['h gradient']);
		expect(named(echo.routes).sort()).toEqual(['h=', 'h>h_relu', 'w1>h', 'x>h']);
	});

	it('answers a gradient with the ways by which it comes, goes on and updates', () => {
		const h = echoOf(trace, model, [tile('h').gradient!.node]);
		expect(keyed(h.subjects)).toEqual(['h gradient']);
		expect(keyed(h.partners)).toEqual(['h value']);
		expect(named(h.routes).sort()).toEqual(['h-', 'h<h_relu', 'w1<h'].slice(1));
		const w1 = echoOf(trace, model, [tile('w1').gradient!.node]);
		expect(named(w1.routes).sort()).toEqual(['w1-', 'w1<h']);
	});

	it('takes a helper for what it helps to make, and an update for its parameter', () => {
		const helper = trace.steps.find((step) => trace.graph.nodes[step.node].op === 't')!;
		expect(subjectOf(trace, model, helper.node)).toBe(`n${helper.owner} gradient`);
		expect(subjectOf(trace, model, tile('w1').update!.node)).toBe(`${tile('w1').id} value`);
	});

	it('has no partner for what is pointed at itself, and nothing for what is not shown', () => {
		const h = tile('h');
		const both = echoOf(trace, model, [h.node, h.gradient!.node]);
		expect([both.subjects.size, both.partners.size]).toEqual([2, 0]);
		const constant = trace.graph.nodes.find((node) => node.op === 'constant')!;
		expect(echoOf(trace, model, [constant.id]).subjects.size).toBe(0);
	});

	it('finds node and partner of every subject', () => {
		for (const { id, node, gradient } of model.tiles) {
			expect(nodeOf(model, `${id} value`)).toBe(node);
			expect(nodeOf(model, `${id} gradient`)).toBe(gradient?.node ?? null);
			expect(partnerOf(model, `${id} value`)).toBe(gradient ? `${id} gradient` : null);
			expect(partnerOf(model, `${id} gradient`)).toBe(`${id} value`);
		}
	});
});

describe('waysOf(trace, model)', () => {
	it.each([
		['lesson 1', manualTrace('tiny'), false],
		['lesson 1, unfolded', manualTrace('tiny'), true],
		['lesson 2', autogradTrace('tiny'), false],
		['branches', branchedTrace(), true]
	])('knows every route of the layout, and puts each around some tile: %s', (_, of, open) => {
		const scene = createModel(of, { toggled: new Set(open ? [LOSS_GROUP] : []) });
		const ways = waysOf(of, scene);
		expect([...ways.keys()].sort()).toEqual(Object.keys(createLayout(scene).routes).sort());
		const things = [...scene.tiles, ...scene.cards];
		const around = things.flatMap(({ id }) => [
			...valueWays(scene, id),
			...gradientWays(scene, id)
		]);
		expect([...new Set(around)].sort()).toEqual([...ways.keys()].sort());
	});

	it('says what each carries, from where to where', () => {
		const ways = [...waysOf(trace, model).values()];
		const said = ways.map(({ kind, name, other, op }) => [kind, name, other, op].join(' '));
		expect(said).toContain('feed x h mm');
		expect(said).toContain('result h h mm');
		expect(said).toContain('gradient h ∂h_relu clamp');
		expect(said).toContain('gradient y_pred loss loss');
		expect(said).toContain('update w1 ∂w1 input');
		const back = ways.find(({ kind, name }) => kind === 'gradient' && name === 'h')!;
		expect(back.node).toBe(tile('h').gradient!.node);
	});
});

describe('meaningOf(trace, model, node)', () => {
	it('names value, gradient and update, with the steps that made them and their other half', () => {
		const { node, gradient } = tile('h');
		const [value, slope] = [node, gradient!.node].map((each) =>
			trace.steps.findIndex((step) => step.node === each)
		);
		expect(meaningOf(trace, model, node)).toEqual({
			...{ node, name: 'h', kind: 'value', step: value, partner: slope }
		});
		expect(meaningOf(trace, model, gradient!.node)).toEqual({
			...{ node: gradient!.node, name: 'h', kind: 'gradient', step: slope, partner: value }
		});
		expect(meaningOf(trace, model, tile('w1').update!.node)?.kind).toBe('update');
	});

	it('gives a leaf no step, and what is not shown no meaning', () => {
		expect(meaningOf(trace, model, tile('w1').node)?.step).toBeNull();
		expect(meaningOf(trace, model, tile('x').node)?.partner).toBeNull();
		const constant = trace.graph.nodes.find((node) => node.op === 'constant')!;
		expect(meaningOf(trace, model, constant.id)).toBeNull();
	});
});
