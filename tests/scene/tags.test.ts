import { describe, expect, it } from 'vitest';
import { DENSITIES } from '#scene/density.ts';
import { echoOf, SILENCE } from '#scene/echo.ts';
import { createFramer } from '#scene/frame.ts';
import { chooseLayout, createLayout, type Box, type Layout } from '#scene/layout.ts';
import { LOSS_GROUP } from '#scene/groups.ts';
import { createModel, type SceneModel } from '#scene/model.ts';
import { axesText, axisName, cancelledBy, shapeStory } from '#scene/shapes.ts';
import { strikesOf } from '#scene/strikes.ts';
import { cancelBox, createTagger, labelBoxes } from '#scene/tags.ts';
import { waysOf } from '#scene/ways.ts';
import { autogradTrace, branchedTrace, manualTrace, SIZES } from './fixture.ts';

const TRACES = {
	'lesson 1, full': [manualTrace('full'), SIZES.full],
	'lesson 1, tiny': [manualTrace('tiny'), SIZES.tiny],
	'lesson 2, full': [autogradTrace('full'), SIZES.full],
	branches: [branchedTrace(), {}]
} as const;
const CASES = Object.entries(TRACES).flatMap(([name, [trace, dims]]) =>
	[false, true].flatMap((open) => {
		const model = createModel(trace, { toggled: new Set(open ? [LOSS_GROUP] : []), dims });
		const layouts = [
			...DENSITIES.map((d) => createLayout(model, d)),
			chooseLayout(model, { width: 940, height: 470, print: 1, partial: false })
		];
		return layouts.map((layout, i) => {
			const what = `${name}, ${open ? 'unfolded' : 'folded'}, ${layout.density.name} ${i}`;
			return [what, trace, model, layout] as const;
		});
	})
);

function solids(layout: Layout): Box[] {
	return [
		...Object.values(layout.tiles).flatMap(({ value, gradient }) =>
			gradient ? [value, gradient] : [value]
		),
		...Object.values(layout.chips),
		...Object.values(layout.cards),
		...Object.values(layout.groups).map((group) => group.button)
	];
}

function overlap(a: Box, b: Box): boolean {
	return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function strikeBoxes(model: SceneModel, layout: Layout): Box[] {
	return model.tiles.flatMap(({ id, op }) =>
		op === 'mm' && id in layout.chips
			? model.dims.map((dim, i) =>
					cancelBox(
						model,
						layout.chips[id],
						{ dim: i, extent: dim.extent, cancels: true },
						layout.density
					)
				)
			: []
	);
}

describe('createTagger(model, layout)', () => {
	it.each(CASES)('writes over no matrix, chip, card, label or other tag: %s', (...args) => {
		const [, trace, model, layout] = args;
		const tags = createTagger(model, layout)([...waysOf(trace, model).values()]);
		expect(tags.length).toBeGreaterThan(model.links.length / 2);
		const still = [...solids(layout), ...labelBoxes(model, layout), ...strikeBoxes(model, layout)];
		tags.forEach(({ way, box }, i) => {
			expect(
				still.filter((other) => overlap(box, other)),
				way.id
			).toEqual([]);
			expect(
				tags.slice(i + 1).filter((tag) => overlap(box, tag.box)),
				way.id
			).toEqual([]);
		});
	});

	it.each(CASES)('leaves room for the struck dimension under every chip: %s', (...args) => {
		const [, , model, layout] = args;
		const chips = new Set(Object.values(layout.chips));
		const others = solids(layout).filter((box) => !chips.has(box));
		for (const box of strikeBoxes(model, layout)) {
			expect([...others, ...labelBoxes(model, layout)].filter((o) => overlap(box, o))).toEqual([]);
		}
		expect(chips.size).toBeGreaterThan(0);
	});

	it('finds a place for every way of the lesson at the size of a laptop', () => {
		const trace = manualTrace('full');
		const model = createModel(trace, { dims: SIZES.full });
		const ways = [...waysOf(trace, model).values()];
		const tags = createTagger(
			model,
			chooseLayout(model, { width: 940, height: 470, print: 1, partial: false })
		)(ways);
		expect(tags.map(({ way }) => way.id)).toEqual(ways.map(({ id }) => id));
	});

	it('says nothing of a scalar', () => {
		const trace = manualTrace('full');
		const model = createModel(trace, { toggled: new Set([LOSS_GROUP]) });
		const scalar = [...waysOf(trace, model).values()].filter(({ axes }) => axes.length === 0);
		expect(scalar.length).toBeGreaterThan(0);
		expect(createTagger(model, createLayout(model))(scalar)).toEqual([]);
	});
});

describe('shapeStory(trace, model, node)', () => {
	const trace = manualTrace('full');
	const model = createModel(trace, { dims: SIZES.full });
	const tile = (label: string) => model.tiles.find((each) => each.label === label)!;
	const told = (node: number) => {
		const story = shapeStory(trace, model, node)!;
		const operands = story.operands.map((axes) =>
			axes
				.map((axis) => (axis.cancels ? `-${axisName(model, axis)}` : axisName(model, axis)))
				.join('×')
		);
		return `${operands.join(' ')} → ${axesText(model, story.result)}`;
	};

	it('strikes what a product sums over, forward and back', () => {
		expect(told(tile('h').node)).toBe('N×-D_in -D_in×H → N×H');
		expect(told(tile('w1').gradient!.node)).toBe('D_in×-N -N×H → D_in×H');
		expect(told(tile('h_relu').gradient!.node)).toBe('N×-D_out -D_out×H → N×H');
	});

	it('strikes nothing in an elementwise op, and everything in a sum', () => {
		expect(told(tile('h_relu').node)).toBe('N×H → N×H');
		expect(told(model.loss!)).toBe('-N×-D_out → ');
		expect(cancelledBy(trace, model, tile('h_relu').node)).toBeNull();
	});
});

describe('strikesOf(trace, model, frame, echo)', () => {
	const trace = manualTrace('full');
	const model = createModel(trace, { dims: SIZES.full });
	const tile = (label: string) => model.tiles.find((each) => each.label === label)!;
	const at = createFramer(trace, model);
	const struck = (time: number, pointed: number[] = []) => {
		const echo = pointed.length > 0 ? echoOf(trace, model, pointed) : SILENCE;
		return strikesOf(trace, model, at(time), echo).map(({ chip, axis }) => {
			return `${model.tiles.find(({ id }) => id === chip)!.label}: ${axisName(model, axis)}`;
		});
	};
	const after = (node: number) => 1 + trace.steps.findIndex((step) => step.node === node);

	it('strikes under the product at work, whichever way', () => {
		expect(struck(0)).toEqual([]);
		expect(struck(after(tile('h').node))).toEqual(['h: D_in']);
		expect(struck(after(tile('h_relu').node))).toEqual([]);
		expect(struck(after(tile('w2').gradient!.node))).toEqual(['y_pred: N']);
		expect(struck(after(tile('h_relu').gradient!.node))).toEqual(['y_pred: D_out']);
	});

	it('strikes under what is pointed at', () => {
		expect(struck(0, [tile('y_pred').node])).toEqual(['y_pred: H']);
		expect(struck(0, [tile('w1').gradient!.node])).toEqual(['h: N']);
		expect(struck(0, [tile('x').node])).toEqual([]);
	});
});
