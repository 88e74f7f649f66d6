/** The pattern of an error: each is known by its numbers, and none is seen where there is none. */
import { describe, expect, it } from 'vitest';
import { patternOf, type Surroundings } from '../../../engine/check/pattern.ts';
import { patternsOf } from '../../../engine/check/patterns.ts';
import { createGenerator } from '../../../engine/random.ts';
import { MANUAL, open, SMALL } from '../../support/lesson.ts';

const ROWS = 4;
const COLUMNS = 3;
const BOUND = 1e-12;
const NOISE = createGenerator(5).randn([ROWS, COLUMNS], 'float64').data;
const right = Array.from(createGenerator(3).randn([ROWS, COLUMNS], 'float64').data);

/** What `change` makes of the right values, every one of them off by less than the bound. */
function patternWhere(
	change: (x: number, row: number, column: number) => number,
	surroundings: Surroundings = {},
	expected = right
) {
	const got = expected.map(
		(x, i) => change(x, Math.floor(i / COLUMNS), i % COLUMNS) + tremble(i, BOUND / 8)
	);
	return patternOf(
		{
			got: Float64Array.from(got, (x) => (Math.abs(x) < BOUND / 2 ? 0 : x)),
			expected: Float64Array.from(expected),
			bound: expected.map(() => BOUND),
			shape: [ROWS, COLUMNS]
		},
		surroundings
	);
}

/** Between −most and most. */
function tremble(i: number, most: number): number {
	return most * Math.tanh(NOISE[i]);
}

describe('patternOf({ got, expected, bound, shape })', () => {
	it('says nothing where nothing is wrong, and nothing of an error without a pattern', () => {
		expect(patternWhere((x) => x)).toBeNull();
		expect(patternWhere((x, row, column) => x + (row === 1 && column < 2 ? 0.1 : 0))).toBeNull();
		expect(patternWhere((x, row, column) => x * (1 + 0.01 * (row + column)))).toBeNull();
	});

	it('says nothing where a number is not finite', () => {
		expect(patternWhere((x, row) => (row === 2 ? NaN : -x))).toBeNull();
	});

	it.each([
		['opposite', -1, []],
		['half', 0.5, []],
		['double', 2, []],
		['divided', 1 / 64, [64]],
		['divided', 1 / 640, [64, 10]],
		['multiplied', 10, [10]],
		['some', 1.0009, []],
		['some', -2, []]
	] as const)('names a constant ratio: %s, %d', (kind, ratio, by) => {
		const found = patternWhere((x) => x * ratio, {
			shapes: [
				[64, 10],
				[10, 1]
			]
		});
		expect(found).toMatchObject({ id: 'ratio', kind, by });
		expect(found).toHaveProperty('ratio', expect.closeTo(ratio, 10));
	});

	it('calls 2 a factor of two, and not an extent that happens to be 2', () => {
		expect(patternWhere((x) => 2 * x, { shapes: [[2, 3]] })).toMatchObject({ kind: 'double' });
	});

	it('of a single number says no ratio but one with a name', () => {
		const one = (got: number) =>
			patternOf({
				got: Float64Array.of(got),
				expected: Float64Array.of(3),
				bound: [1e-12],
				shape: []
			});
		expect(one(1.5)).toMatchObject({ id: 'ratio', kind: 'half' });
		expect(one(1.7)).toBeNull();
	});

	it('sees the transpose of a square, which no ratio is', () => {
		const square = { expected: Float64Array.of(1, 2, 3, 4), bound: [0, 0, 0, 0], shape: [2, 2] };
		expect(patternOf({ ...square, got: Float64Array.of(1, 3, 2, 4) })).toEqual({
			id: 'transposed'
		});
		expect(patternOf({ ...square, got: Float64Array.of(1, 3, 2, 5) })).toBeNull();
	});

	it('sees that nothing came, and zeros where values should be', () => {
		expect(patternWhere(() => 0)).toEqual({ id: 'nothing' });
		expect(patternWhere((x, row, column) => (row === column ? 0 : x))).toEqual({
			id: 'zeros',
			wrong: 3,
			total: 12
		});
	});

	it('sees whole rows and whole columns', () => {
		expect(patternWhere((x, row) => (row === 1 || row === 3 ? x + row : x))).toEqual({
			id: 'rows',
			wrong: [1, 3],
			total: ROWS
		});
		expect(patternWhere((x, _, column) => (column === 2 ? 3 * x : x))).toEqual({
			id: 'columns',
			wrong: [2],
			total: COLUMNS
		});
	});

	it('sees what is wrong at the gate alone', () => {
		const gate = right.map((_, i) => i % 2 === 0);
		const gated = right.map((x, i) => (gate[i] ? x : 0));
		const at = (row: number, column: number) => row * COLUMNS + column;
		expect(patternWhere((x, row, column) => right[at(row, column)], { gate }, gated)).toEqual({
			id: 'gate',
			passed: 6,
			stopped: 0
		});
		expect(
			patternWhere(
				(x, row, column) => (gate[at(row, column)] ? 0 : right[at(row, column)]),
				{ gate },
				gated
			)
		).toEqual({ id: 'gate', passed: 6, stopped: 6 });
	});
});

describe('patternsOf(trace) of lesson 1', () => {
	async function patterns(from: string, to: string, overrides = SMALL) {
		expect(MANUAL.split(from)).toHaveLength(2);
		const session = await open(MANUAL.replace(from, to), { overrides });
		return Object.fromEntries(patternsOf((await session.trace(0))!));
	}

	it('is empty where all is right', async () => {
		expect(await patterns('2.0 *', '2.0 *')).toEqual({});
	});

	it('finds the mean that was taken for a sum, by the extents of the prediction', async () => {
		const found = await patterns('2.0 * (y_pred - y)', '2.0 * (y_pred - y) / (N * D_out)');
		expect(Object.keys(found)).toHaveLength(5);
		for (const pattern of Object.values(found)) {
			expect(pattern).toMatchObject({ kind: 'divided', by: [SMALL.N, SMALL.D_out] });
		}
	});

	it('finds the gate, at as many entries as the ReLU has shut', async () => {
		const from = 'grad_h[h < 0] = 0';
		const session = await open(MANUAL);
		const trace = (await session.trace(0))!;
		const h = trace.bindings.find(({ name }) => name === 'h')!.node;
		const shut = trace.values[h].data.filter((x) => x < 0).length;
		const { grad_h } = await patterns(from, 'pass');
		expect(grad_h).toEqual({ id: 'gate', passed: shut, stopped: 0 });
		const { grad_h: inverted } = await patterns(from, 'grad_h[h > 0] = 0');
		expect(inverted).toEqual({ id: 'gate', passed: shut, stopped: SMALL.N * SMALL.H - shut });
	});

	it('finds a product that was not turned over, where the weight is square', async () => {
		const found = await patterns(
			'grad_w2 = h_relu.t().mm(grad_y_pred)',
			'grad_w2 = grad_y_pred.t().mm(h_relu)',
			{ ...SMALL, H: 3, D_out: 3 }
		);
		expect(found).toEqual({ grad_w2: { id: 'transposed' } });
	});

	it('finds a row that got nothing', async () => {
		const found = await patterns(
			'grad_w1 = x.t().mm(grad_h)',
			'grad_w1 = x.t().mm(grad_h)\n    grad_w1[2] = grad_w1[2] + 1'
		);
		expect(found).toEqual({ grad_w1: { id: 'rows', wrong: [2], total: SMALL.D_in } });
	});
});
