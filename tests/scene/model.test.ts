import { describe, expect, it } from 'vitest';
import { LOSS_GROUP } from '#scene/groups.ts';
import { createModel } from '#scene/model.ts';
import { accessibleName, gradientName, narrate, type Words } from '#scene/narrate.ts';
import { autogradTrace, branchedTrace, manualTrace, SIZES } from './fixture.ts';

const OPEN = new Set([LOSS_GROUP]);

function labelsOf(model: ReturnType<typeof createModel>): string[] {
	const things = [...model.tiles, ...model.cards];
	return model.path.map((id) => things.find((thing) => thing.id === id)!.label);
}

describe('createModel(trace)', () => {
	it('shows the lesson by hand as x, h, h_relu, y_pred and one loss card', () => {
		const model = createModel(manualTrace('tiny'));
		expect(labelsOf(model)).toEqual(['x', 'h', 'h_relu', 'y_pred', 'loss']);
		expect(model.cards.map((card) => card.formula)).toEqual(['Σ (y_pred − y)²']);
	});

	it('unfolds the loss to sub, pow and sum, and folds it again', () => {
		const trace = manualTrace('tiny');
		const open = createModel(trace, { toggled: OPEN });
		expect(open.cards).toEqual([]);
		expect(open.tiles.filter((tile) => tile.group === LOSS_GROUP).map((tile) => tile.op)).toEqual([
			'sub',
			'pow',
			'sum'
		]);
		expect(createModel(trace, { toggled: new Set() })).toEqual(createModel(trace));
	});

	it('gives every leaf its role and its place beside the op that eats it', () => {
		const model = createModel(manualTrace('full'));
		const role = (label: string) => model.tiles.find((tile) => tile.label === label)!.role;
		expect(['x', 'w1', 'w2', 'y'].map(role)).toEqual(['input', 'parameter', 'parameter', 'target']);
		const side = (label: string) =>
			model.links.find((link) => model.tiles.some((t) => t.id === link.from && t.label === label))!;
		expect([
			side('w1').satellite,
			side('w2').satellite,
			side('y').satellite,
			side('x').satellite
		]).toEqual(['above', 'above', 'below', null]);
	});

	it('gives every inner step of the hand-written backward pass to the gradient it works for', () => {
		const model = createModel(manualTrace('tiny'));
		const made = Object.fromEntries(
			model.tiles.map((tile) => [tile.label, tile.gradient?.ops ?? null])
		);
		expect(made).toEqual({
			x: null,
			y: null,
			w1: ['t', 'mm'],
			w2: ['t', 'mm'],
			h: ['clone', 'lt', 'masked_fill'],
			h_relu: ['t', 'mm'],
			y_pred: ['sub', 'mul']
		});
	});

	it('sends the light of the loss card back through every step inside it', () => {
		const trace = autogradTrace('tiny');
		const model = createModel(trace);
		const link = model.links.find((each) => each.to === model.cards[0].id && each.back)!;
		expect(link.back!.steps.map((i) => trace.graph.nodes[trace.steps[i].node].op)).toEqual([
			'ones_like',
			'expand',
			'mul',
			'mul'
		]);
	});

	it('names dims by extent, keeping equal extents of different axes apart', () => {
		const { dims, tiles } = createModel(manualTrace('tiny'), { dims: SIZES.tiny });
		expect(dims).toEqual([
			{ name: 'N', extent: 3 },
			{ name: 'D_in', extent: 4 },
			{ name: 'H', extent: 3 },
			{ name: 'D_out', extent: 2 }
		]);
		const named = Object.fromEntries(
			tiles.map((tile) => [tile.label, tile.dims.map((i) => dims[i].name).join('×')])
		);
		expect(named).toMatchObject({
			x: 'N×D_in',
			w1: 'D_in×H',
			h: 'N×H',
			w2: 'H×D_out',
			y_pred: 'N×D_out',
			y: 'N×D_out'
		});
	});

	it('falls back to digits where the lesson names no extent', () => {
		expect(createModel(manualTrace('full')).dims.map((dim) => dim.name)).toEqual([
			'64',
			'1000',
			'100',
			'10'
		]);
	});

	it('calls nameless values by a short formula', () => {
		const labels = createModel(autogradTrace('tiny')).tiles.map((tile) => tile.label);
		expect(labels).toEqual(expect.arrayContaining(['x·w1', 'clamp(x·w1)', 'y_pred']));
	});

	it('knows the gradient that passes unchanged through an addition', () => {
		const model = createModel(branchedTrace());
		const gradient = (label: string) =>
			model.tiles.find((tile) => tile.label === label)!.gradient!.node;
		expect(gradient('b')).toBe(gradient('b + c'));
		expect(gradient('c')).toBe(gradient('b + c'));
	});
});

describe('names', () => {
	const model = createModel(manualTrace('full'));
	const h = model.tiles.find((tile) => tile.label === 'h')!;

	it('are label, op and shape', () => {
		expect(accessibleName(h)).toBe('h, mm, 64×100');
		expect(gradientName(h)).toBe('grad_h, masked_fill, 64×100');
	});
});

describe('narrate(trace, model, step, words)', () => {
	const words: Words = {
		place: ({ step, total, phase }) => `Step ${step} of ${total}, ${phase}`,
		phase: (phase) => phase,
		computes: ({ name, call, shape }) => `${name} = ${call}, ${shape}`,
		helps: ({ call, target, shape }) => `${call} for the gradient of ${target}, ${shape}`
	};
	const trace = manualTrace('full');
	const model = createModel(trace);

	it('says what a forward step computes', () => {
		expect(narrate(trace, model, 2, words)).toBe(
			'Step 3 of 21, forward: y_pred = mm(h_relu, w2), 64×10'
		);
	});

	it('says which gradient an inner step works for, and how the last one is made', () => {
		expect(narrate(trace, model, 15, words)).toBe(
			'Step 16 of 21, backward: t(x) for the gradient of w1, 1000×64'
		);
		expect(narrate(trace, model, 16, words)).toBe(
			'Step 17 of 21, backward: grad_w1 = mm(xᵀ, grad_h), 1000×100'
		);
	});

	it('says nothing before the first step', () => {
		expect(narrate(trace, model, -1, words)).toBe('');
	});
});
