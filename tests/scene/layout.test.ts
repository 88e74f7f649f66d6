import { describe, expect, it } from 'vitest';
import { labelWidth } from '#scene/blocks.ts';
import { DENSITIES, LABEL_GAP } from '#scene/density.ts';
import { layered } from '#scene/layering.ts';
import { chooseLayout, createLayout, type Box, type Layout } from '#scene/layout.ts';
import { LOSS_GROUP } from '#scene/groups.ts';
import { createModel, type SceneModel } from '#scene/model.ts';
import { interpolateLayout } from '#scene/morph.ts';
import { autogradTrace, branchedTrace, manualTrace, SIZES } from './fixture.ts';

const TRACES = {
	'lesson 1, full': manualTrace('full'),
	'lesson 1, tiny': manualTrace('tiny'),
	'lesson 1, ones': manualTrace('ones'),
	'lesson 1, narrow': manualTrace('narrow'),
	'lesson 1, flat': manualTrace('flat'),
	'lesson 2, tall': autogradTrace('tall'),
	'lesson 2, full': autogradTrace('full'),
	'lesson 2, tiny': autogradTrace('tiny'),
	branches: branchedTrace()
};
const CASES = Object.entries(TRACES).flatMap(([name, trace]) =>
	[false, true].flatMap((open) =>
		DENSITIES.map((density) => {
			const model = createModel(trace, {
				toggled: new Set(open ? [LOSS_GROUP] : []),
				dims: SIZES.full
			});
			return [
				`${name}, ${open ? 'unfolded' : 'folded'}, ${density.name}`,
				model,
				createLayout(model, density, layered)
			] as const;
		})
	)
);

type Named = Box & { readonly what: string; readonly owner: string };

/** Matrices, chips and cards. */
function solids(layout: Layout): Named[] {
	const tiles = Object.entries(layout.tiles).flatMap(([owner, { value, gradient }]) => [
		{ ...value, what: `${owner} value`, owner },
		...(gradient ? [{ ...gradient, what: `${owner} gradient`, owner }] : [])
	]);
	const chips = Object.entries(layout.chips).map(([owner, box]) => ({
		...box,
		what: `${owner} chip`,
		owner
	}));
	const cards = Object.entries(layout.cards).map(([owner, box]) => ({
		...box,
		what: `${owner} card`,
		owner
	}));
	return [...tiles, ...chips, ...cards];
}

/** The line of text at each value. */
function labels(model: SceneModel, layout: Layout): Named[] {
	const d = layout.density;
	return model.tiles.map((tile) => {
		const { value, labelBelow } = layout.tiles[tile.id];
		const height = d.large + (d.lines === 2 ? d.small * 1.25 : 0) - 2;
		const y = labelBelow ? value.y + value.height + LABEL_GAP - 3 : value.y - LABEL_GAP - height;
		return {
			x: value.x,
			y,
			width: labelWidth(tile, d),
			height,
			what: `${tile.id} label`,
			owner: tile.id
		};
	});
}

function overlap(a: Box, b: Box): boolean {
	const slack = 0.01;
	return (
		a.x < b.x + b.width - slack &&
		b.x < a.x + a.width - slack &&
		a.y < b.y + b.height - slack &&
		b.y < a.y + a.height - slack
	);
}

function overlaps(boxes: readonly Named[]): string[] {
	return boxes.flatMap((a, i) =>
		boxes.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.what} / ${b.what}`] : []))
	);
}

/** Points along a path of M, L, C and A commands (arcs by their ends: the radius is small). */
function sample(path: string): [number, number][] {
	const points: [number, number][] = [];
	let at: [number, number] = [0, 0];
	for (const [, command, rest] of path.matchAll(/([MLCA])([^MLCA]*)/g)) {
		const n = rest.split(/[ ,]/).map(Number);
		const end: [number, number] = [n[n.length - 2], n[n.length - 1]];
		for (let i = 1; i <= 40 && command !== 'M'; i++) {
			const t = i / 40;
			const s = 1 - t;
			const along = (axis: 0 | 1) =>
				command === 'C'
					? s * s * s * at[axis] +
						3 * s * s * t * n[axis] +
						3 * s * t * t * n[2 + axis] +
						t * t * t * n[4 + axis]
					: s * at[axis] + t * end[axis];
			points.push([along(0), along(1)]);
		}
		at = end;
	}
	return points;
}

function crossed(path: string, boxes: readonly Named[]): string[] {
	const points = sample(path);
	const inside = (box: Box) =>
		points.some(
			([x, y]) =>
				x > box.x + 0.5 &&
				x < box.x + box.width - 0.5 &&
				y > box.y + 0.5 &&
				y < box.y + box.height - 0.5
		);
	return boxes.filter(inside).map((box) => box.what);
}

describe.each(CASES)('createLayout of %s', (_, model, layout) => {
	it('overlaps nothing: matrices, chips, cards and labels keep clear of each other', () => {
		expect(overlaps([...solids(layout), ...labels(model, layout)])).toEqual([]);
	});

	it('sends no route through a matrix, a chip, a card or a label', () => {
		const boxes = [...solids(layout), ...labels(model, layout)];
		const hits = Object.entries(layout.routes).flatMap(([id, { path }]) =>
			crossed(path, boxes).map((what) => `${id} crosses ${what}`)
		);
		expect(hits).toEqual([]);
	});

	it('keeps everything within its bounds', () => {
		const { x, y, width, height } = layout.bounds;
		for (const box of [...solids(layout), ...labels(model, layout)]) {
			expect(box.x).toBeGreaterThanOrEqual(x - 6);
			expect(box.y).toBeGreaterThanOrEqual(y - 1);
			expect(box.x + box.width).toBeLessThanOrEqual(x + width + 0.01);
			expect(box.y + box.height).toBeLessThanOrEqual(y + height + 0.01);
		}
	});

	it('draws a gradient as large as its value', () => {
		for (const { value, gradient } of Object.values(layout.tiles)) {
			if (gradient) expect([gradient.width, gradient.height]).toEqual([value.width, value.height]);
		}
		expect(Object.keys(layout.tiles).sort()).toEqual(model.tiles.map((tile) => tile.id).sort());
	});

	it('has a route for every link, op, gradient and update', () => {
		const ids = model.links.flatMap((link) => [
			link.id,
			...(link.back ? [`${link.from}<${link.to}`] : [])
		]);
		expect(Object.keys(layout.routes)).toEqual(expect.arrayContaining(ids));
	});
});

describe('the strip', () => {
	const model = createModel(manualTrace('full'));
	const layout = createLayout(model);
	const box = (label: string) => layout.tiles[model.tiles.find((tile) => tile.label === label)!.id];

	it('sets everything with N rows on one line at one height', () => {
		const [x, h, relu, pred] = ['x', 'h', 'h_relu', 'y_pred'].map((label) => box(label).value);
		for (const each of [h, relu, pred]) expect([each.y, each.height]).toEqual([x.y, x.height]);
	});

	it('sets a column of w1 over the same column of h, and gradients under values or beside parameters', () => {
		expect([box('w1').value.x, box('w1').value.width]).toEqual([
			box('h').value.x,
			box('h').value.width
		]);
		expect(box('h').gradient!.x).toBe(box('h').value.x);
		expect(box('w1').gradient!.y).toBe(box('w1').value.y);
	});
});

describe('chooseLayout(model, viewport)', () => {
	it('takes more room where there is more', () => {
		const model = createModel(manualTrace('full'));
		const names = [
			[1400, 800],
			[370, 320]
		].map(
			([width, height]) =>
				chooseLayout(model, { width, height, print: 1, partial: false }).density.name
		);
		expect(names).toEqual(['roomy', 'compact']);
	});
});

describe('interpolateLayout(a, b)', () => {
	it('bends no corner through a number that a path cannot have', () => {
		const arcs = /A[^,]+,[^,]+,0,([^,]+),([^,]+),/g;
		for (const [, , a] of CASES.slice(0, 18)) {
			for (const [, , b] of CASES.slice(0, 18)) {
				const { routes } = interpolateLayout(a, b)(0.37);
				const flags = Object.values(routes).flatMap(({ path }) => [...path.matchAll(arcs)]);
				expect(flags.flatMap(([, large, sweep]) => [large, sweep]).join('')).toMatch(/^[01]*$/);
			}
		}
	});

	it('starts where a was and ends as b itself', () => {
		const trace = manualTrace('tiny');
		const a = createLayout(createModel(trace));
		const b = createLayout(createModel(trace, { toggled: new Set([LOSS_GROUP]) }));
		const morph = interpolateLayout(a, b);
		expect(morph(0).tiles.n1.value).toEqual(a.tiles.n1.value);
		expect(morph(1)).toBe(b);
	});
});
