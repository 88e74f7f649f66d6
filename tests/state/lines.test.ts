import { describe, expect, it } from 'vitest';
import { lessons } from '../../engine/lessons/lessons.ts';
import { activeLine, marksByLine, shapesByLine } from '../../src/state/lines.ts';
import { landmarksOf, neighbour } from '../../src/state/landmarks.ts';
import { markOf, markOfRow } from '../../src/state/verdict.ts';
import { checkOf, createFakeEngine } from '../support/fake-engine.ts';

const { source, tiny } = lessons.manual;
const loaded = await createFakeEngine().load({ source, seed: 0, overrides: tiny, backend: 'auto' });
if (!loaded.ok || !loaded.value.first) throw new Error('the fake engine gave no trace');
const trace = loaded.value.first;
const report = checkOf(trace);
const lineOf = (text: string) => 1 + source.split('\n').findIndex((line) => line.includes(text));

describe('shapesByLine', () => {
	it('has a shape for every assignment, before the loop too', () => {
		const bare = {
			...trace,
			bindings: trace.bindings.map(({ name, node, step, how }) => ({ name, node, step, how }))
		};
		for (const shapes of [shapesByLine(trace, source), shapesByLine(bare, source)]) {
			expect(shapes.get(lineOf('x = torch.randn'))).toEqual([3, 4]);
			expect(shapes.get(lineOf('w2 = torch.randn'))).toEqual([3, 2]);
		}
		expect(shapesByLine(trace, source).get(lineOf('grad_h[h < 0] = 0'))).toEqual([3, 3]);
	});

	it('has none for a line that changes tensors of different shapes, as an optimiser’s step does', () => {
		const at = trace.bindings.find(({ name }) => name === 'h')!.at!;
		const [first, second] = ['w1', 'w2'].map((name) => {
			const { node, step } = trace.bindings.find((each) => each.name === name)!;
			return { name, node, step, how: 'in-place' as const, at: { ...at, line: 2 } };
		});
		const shape = (...bindings: (typeof first)[]) =>
			shapesByLine({ ...trace, bindings }, source).get(2);
		expect(shape(first, first)).toEqual([4, 3]);
		expect(shape(first, second)).toBeUndefined();
	});
});

describe('activeLine', () => {
	it('is null before the first step', () => expect(activeLine(trace, -1)).toBeNull());

	it('names the running line, its direction, and the line a gradient is for', () => {
		const backward = trace.steps.findIndex((step) => step.phase === 'backward');
		expect(activeLine(trace, 0)).toEqual({
			line: lineOf('h=x.mm'),
			direction: 'forward',
			origin: null
		});
		expect(activeLine(trace, backward)).toEqual({
			line: lineOf('grad_y_pred ='),
			direction: 'backward',
			origin: lineOf('y_pred = h_relu')
		});
	});
});

describe('marksByLine', () => {
	it('marks each claiming line, and the worst claim of a line', () => {
		expect(marksByLine(report).get(lineOf('grad_w2 ='))).toBe('rounding');
		const [row] = report.rows;
		const bad = { ...row, formula: { ...row.formula, verdict: 'fail' as const } };
		expect(marksByLine({ ...report, rows: [row, bad, row] }).get(row.line ?? 0)).toBe('different');
	});
});

describe('markOf', () => {
	const [{ formula }] = report.rows;
	const worst = { index: [0], got: 1, expected: 1, bound: 1e-9 };

	it('says equal only of what was compared in full and not off at all', () => {
		expect(markOf({ ...formula, worst })).toBe('equal');
		expect(markOf({ ...formula, worst, compared: 1 })).toBe('rounding');
		expect(markOf(formula)).toBe('rounding');
	});

	it('never calls a failure anything else', () => {
		expect(markOf({ ...formula, worst, verdict: 'fail' })).toBe('different');
		expect(markOf({ ...formula, verdict: 'unknown' })).toBe('unknown');
	});

	it('of a row takes the worst news', () => {
		const [row] = report.rows;
		expect(markOfRow({ ...row, machine: { ...row.machine, verdict: 'fail' } })).toBe('different');
		expect(markOfRow({ ...row, formula: { ...formula, verdict: 'unknown' } })).toBe('unknown');
	});
});

describe('landmarksOf', () => {
	it('covers every step once, in order', () => {
		const marks = landmarksOf(trace);
		expect(marks.map((mark) => mark.phase)).toEqual(['forward', 'loss', 'backward', 'update']);
		expect(marks.map((mark) => mark.to)).toEqual([
			...marks.slice(1).map((mark) => mark.from),
			trace.steps.length
		]);
	});

	it('neighbour() finds the phase ends around a moment', () => {
		const marks = landmarksOf(trace);
		expect(neighbour(marks, 0, 1)).toBe(3);
		expect(neighbour(marks, 3, 1)).toBe(6);
		expect(neighbour(marks, 6, -1)).toBe(3);
		expect(neighbour(marks, 2, -1)).toBe(0);
	});
});
