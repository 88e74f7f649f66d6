import { beforeAll, describe, expect, it } from 'vitest';
import type { Trace } from '#engine/trace.ts';
import { opText } from '#scene/blocks.ts';
import { createFramer } from '#scene/frame.ts';
import { layered } from '#scene/layering.ts';
import { DENSITIES } from '#scene/density.ts';
import { chooseLayout, createLayout, type Layout } from '#scene/layout.ts';
import { listOf } from '#scene/list.ts';
import { isCard } from '#scene/card.ts';
import { createModel, groupAt, type SceneModel } from '#scene/model.ts';
import { open } from '../support/lesson.ts';

const MODULES = `
import torch
import torch.nn as nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 5)
        self.fc2 = nn.Linear(5, 2)
    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)))
net = Net()
x = torch.randn(7, 3)
y = torch.randint(0, 2, (7,))
for step in range(3):
    net.zero_grad()
    loss = F.cross_entropy(net(x), y)
    loss.backward()
`;

const RECURRENT = `
import torch
x = torch.randn(4, 3)
y = torch.randn(1, 5)
Wx = torch.randn(3, 5, requires_grad=True)
Wh = torch.randn(5, 5, requires_grad=True)
for step in range(3):
    state = torch.zeros(1, 5)
    for t in range(4):
        state = torch.tanh(x[t:t+1] @ Wx + state @ Wh)
    loss = ((state - y) ** 2).mean()
    loss.backward()
`;

const ATTENTION = `
import torch
import torch.nn.functional as F
x = torch.randn(4, 3)
Wq = torch.randn(3, 3, requires_grad=True)
Wk = torch.randn(3, 3, requires_grad=True)
Wv = torch.randn(3, 3, requires_grad=True)
for step in range(3):
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    mask = torch.tril(torch.ones(4, 4))
    scores = (q @ k.T).masked_fill(mask == 0, float('-inf'))
    att = F.softmax(scores, dim=-1)
    loss = (att @ v).sum()
    loss.backward()
`;

const LAYERS = `
import torch
import torch.nn as nn
layers = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)])
x = torch.randn(4, 3)
for step in range(2):
    h = x
    for layer in layers:
        h = layer(h)
    loss = h.sum()
    loss.backward()
`;

const TWO_EXITS = `
import torch
x = torch.randn(4, 3, requires_grad=True)
def halves(a):
    b = a * 2
    return b + 1, b - 1
for step in range(3):
    up, down = halves(x)
    loss = (torch.exp(up) * torch.tanh(down)).sum()
    loss.backward()
`;

/** A long loop: too much to be drawn op by op. */
const LONG = RECURRENT.replace('range(4)', 'range(60)').replace('randn(4, 3)', 'randn(60, 3)');

async function traceOf(source: string): Promise<Trace> {
	const session = await open(source.trimStart(), { overrides: {} });
	return (await session.trace(0))!;
}

/** Along the path: what stands on each chip, or the card's formula. */
function chips(model: SceneModel): string[] {
	const things = new Map([...model.tiles, ...model.cards].map((thing) => [thing.id, thing]));
	return model.path.map((id) => {
		const thing = things.get(id)!;
		return isCard(thing) ? thing.formula : thing.op === 'input' ? thing.label : opText(thing);
	});
}

const groupsOf = (model: SceneModel) =>
	model.groups.map(({ name, things }) => [name, things.length]);

let traces: Record<'modules' | 'recurrent' | 'attention' | 'exits' | 'long', Trace>;
beforeAll(async () => {
	traces = {
		modules: await traceOf(MODULES),
		recurrent: await traceOf(RECURRENT),
		attention: await traceOf(ATTENTION),
		exits: await traceOf(TWO_EXITS),
		long: await traceOf(LONG)
	};
});

describe('folding by meaning', () => {
	it('draws a network of modules as its layers, inside an outline that folds them to one', () => {
		const model = createModel(traces.modules);
		expect(chips(model)).toEqual(['x', 'Linear', 'relu', 'Linear', 'cross_entropy(Linear, y)']);
		expect(groupsOf(model)).toEqual([['Net', 3]]);
		const folded = createModel(traces.modules, { toggled: new Set([model.groups[0].id]) });
		expect(chips(folded)).toEqual(['x', 'Net', 'cross_entropy(Net(x), y)']);
		expect(folded.groups).toEqual([]);
	});

	it('unfolds a layer to its ops, and a transpose that only a product reads stays with it', () => {
		const model = createModel(traces.modules);
		const layer = model.tiles.find(({ fold }) => fold?.title === 'Linear net.fc1')!;
		const open = createModel(traces.modules, { toggled: new Set([layer.fold!.id]) });
		expect(chips(open).slice(0, 4)).toEqual(['x', 'mm', 'add', 'relu']);
		const product = open.tiles.find(({ op }) => op === 'mm')!;
		const whole = createModel(traces.modules, {
			toggled: new Set([layer.fold!.id, product.fold!.id])
		});
		expect(whole.tiles.map(({ op }) => op)).toContain('t');
	});

	it('draws a long loop once, with the count of its passes, and unfolds it to the passes', () => {
		const model = createModel(traces.long);
		expect(chips(model)).toContain('for ×60');
		const loop = model.tiles.find(({ fold }) => fold?.name === 'for ×60')!;
		expect(loop.nodes).toHaveLength(60 * 5);
		const open = createModel(traces.long, { toggled: new Set([loop.fold!.id]) });
		expect(chips(open).filter((text) => text.startsWith('t = '))).toHaveLength(60);
	});

	it('opens a short loop to its passes, and leaves the layers in them whole', async () => {
		const model = createModel(await traceOf(LAYERS));
		expect(chips(model).slice(0, 3)).toEqual(['x', 'Linear', 'Linear']);
		expect(groupsOf(model)).toEqual([['for ×2', 2]]);
	});

	it('leaves a call whose values are read in several places op by op', () => {
		expect(chips(createModel(traces.exits)).sort()).toEqual(
			['Σ (exp(up)·tanh(down))', 'add', 'exp', 'mul', 'sub', 'tanh', 'x'].sort()
		);
	});

	it('shows what is computed beside the way of gradients as one leaf', () => {
		const model = createModel(traces.attention);
		const mask = model.tiles.find(({ label }) => label === 'eq(mask, 0)')!;
		expect(mask.nodes.length).toBeGreaterThan(1);
		expect(model.links.find(({ from }) => from === mask.id)!.satellite).toBe('above');
		expect(model.tiles.filter(({ label }) => label.startsWith('input'))).toEqual([]);
	});

	it('gives the output of a layer its gradient, though softmax reads it twice', () => {
		const { tiles } = createModel(traces.modules);
		expect(
			tiles.filter(({ fold }) => fold?.name === 'Linear').map((t) => t.gradient)
		).not.toContain(null);
	});

	it('folds what the reader has selected, else what ends in the loss', () => {
		const model = createModel(traces.modules);
		const layer = model.tiles.find(({ fold }) => fold?.title === 'Linear net.fc2')!;
		const relu = model.tiles.find(({ op }) => op === 'relu')!;
		expect(groupAt(model, layer.node)).toBe(layer.fold!.id);
		expect(groupAt(model, relu.node)).toBe(model.groups[0].id);
		expect(groupAt(model, null)).toBe(model.cards[0].group);
	});
});

describe('a folded picture', () => {
	const shapes = (trace: Trace) => {
		const plain = createModel(trace);
		const all = [...plain.groups, ...plain.tiles.flatMap(({ fold }) => fold ?? [])];
		const cards = plain.cards.map(({ group }) => group);
		return [
			plain,
			createModel(trace, { whole: true }),
			createModel(trace, { toggled: new Set([...all.map(({ id }) => id), ...cards]) })
		];
	};

	it('lets no step pass unseen', () => {
		const { modules, recurrent, attention, exits } = traces;
		for (const trace of [modules, recurrent, attention, exits]) {
			for (const model of shapes(trace)) {
				const framer = createFramer(trace, model);
				trace.steps.forEach(({ phase }, i) => {
					const now = framer(i + 0.9);
					const seen =
						Object.values(now.tiles).some(({ writes }) => writes.value || writes.gradient) ||
						Object.values(now.chips).some(({ active }) => active !== null) ||
						Object.values(now.cards).some(({ active }) => active !== null) ||
						Object.values(now.routes).some(({ active }) => active);
					expect(`${i} ${phase} ${seen}`).toBe(`${i} ${phase} true`);
				});
			}
		}
	});

	it('lists what it folds, and has nothing of others inside an outline', () => {
		for (const trace of [traces.modules, traces.recurrent, traces.attention]) {
			for (const model of shapes(trace)) {
				const layout = createLayout(model, undefined, layered);
				for (const group of model.groups) {
					const { outlines } = layout.groups[group.id];
					const others = model.path.filter((id) => !group.things.includes(id));
					for (const { x, y, width, height } of others.map(
						(id) => layout.tiles[id]?.value ?? layout.cards[id]
					)) {
						const inside = outlines.filter(
							(box) =>
								x < box.x + box.width &&
								box.x < x + width &&
								y < box.y + box.height &&
								box.y < y + height
						);
						expect(inside).toEqual([]);
					}
				}
				const list = listOf(trace, model, createFramer(trace, model)(trace.steps.length));
				const folded = model.tiles.flatMap(({ fold }) => fold?.id ?? []);
				expect(list.forward.filter((item) => item.folded).map(({ group }) => group)).toEqual([
					...folded,
					...model.cards.map(({ group }) => group)
				]);
			}
		}
	});

	it('draws a program that computes nothing, and one that ends in several places', async () => {
		const nothing = await traceOf('import torch\nz = torch.ones(5)\n');
		const layout = createLayout(createModel(nothing), undefined, layered);
		expect(layout.bounds).toEqual({ x: 0, y: 0, width: 0, height: 0 });
		const apart = await traceOf('import torch\na = torch.ones(3) * 2\nb = torch.ones(2) + 1\n');
		const model = createModel(apart);
		expect(model.path).toHaveLength(4);
		expect(createLayout(model, undefined, layered).bounds.width).toBeGreaterThan(0);
	});

	it('drops the numbers in cells and stacks leaves before print gets too small to read', () => {
		const viewport = { width: 940, height: 470, print: 1, partial: false };
		const layout = chooseLayout(createModel(traces.modules), viewport);
		expect(layout.readable).toBe(false);
		expect(layout.density.stacked).toBe(true);
		const printOf = ({ density, bounds }: Layout) =>
			density.small * Math.min(940 / bounds.width, 470 / bounds.height);
		const others = DENSITIES.map((density) =>
			printOf(createLayout(createModel(traces.modules), density))
		);
		expect(printOf(layout)).toBeGreaterThan(1.3 * Math.max(...others));
		const narrow = chooseLayout(createModel(traces.modules), { ...viewport, partial: true });
		expect(narrow.readable).toBe(true);
	});
});
