/** Wrong formulas, written into the lessons, must turn exactly the right rows to fail. */
import { describe, expect, it } from 'vitest';
import { checkTrace } from '../../../engine/check/check.ts';
import type { CheckReport } from '../../../engine/check/report.ts';
import { AUTOGRAD, MANUAL, open } from '../../support/lesson.ts';

async function check(source: string, iteration: number): Promise<CheckReport> {
	const session = await open(source);
	return checkTrace((await session.trace(iteration))!);
}

function failing({ rows }: CheckReport, question: 'formula' | 'slope' | 'machine'): string[] {
	return rows.filter((row) => row[question].verdict === 'fail').map((row) => row.name);
}

/** Replaces a line's text; a tampering that changes nothing would test nothing. */
function tamper(source: string, from: string, to: string): string {
	expect(source.split(from)).toHaveLength(2);
	return source.replace(from, to);
}

const ALL = ['grad_y_pred', 'grad_w2', 'grad_h_relu', 'grad_h', 'grad_w1'];
const MASK = 'grad_h[h < 0] = 0';

const wrong: [name: string, from: string, to: string, rows: string[]][] = [
	['no factor 2', '2.0 * (y_pred - y)', '1.0 * (y_pred - y)', ALL],
	['mean for sum', '2.0 * (y_pred - y)', '2.0 * (y_pred - y) / (N * D_out)', ALL],
	['y forgotten', '2.0 * (y_pred - y)', '2.0 * y_pred', ALL],
	['no mask', MASK, 'pass', ['grad_h', 'grad_w1']],
	['mask by sign of gradient', MASK, 'grad_h[grad_h < 0] = 0', ['grad_h', 'grad_w1']],
	['inverted mask', MASK, 'grad_h[h > 0] = 0', ['grad_h', 'grad_w1']],
	['h for h_relu', 'h_relu.t().mm(grad_y_pred)', 'h.t().mm(grad_y_pred)', ['grad_w2']],
	[
		'updated w2',
		'grad_h_relu = grad_y_pred.mm(w2.t())',
		'w2 -= learning_rate * grad_w2\n    grad_h_relu = grad_y_pred.mm(w2.t())',
		['grad_h_relu', 'grad_h', 'grad_w1']
	]
];

describe('the check of lesson 1', () => {
	it('passes every row of the lesson as it is, on all three questions', async () => {
		for (const iteration of [0, 1, 50]) {
			const report = await check(MANUAL, iteration);
			expect(report.rows.map((row) => row.name)).toEqual(ALL);
			for (const row of report.rows) {
				expect([row.formula.verdict, row.slope.verdict, row.machine.verdict]).toEqual([
					'pass',
					'pass',
					'pass'
				]);
				expect(row.formula.compared).toBe(row.formula.total);
			}
		}
	});

	it.each(wrong)('catches: %s', async (_, from, to, rows) => {
		const report = await check(tamper(MANUAL, from, to), 0);
		expect(failing(report, 'formula')).toEqual(rows);
		expect(failing(report, 'slope')).toEqual(rows);
		// the machine computes the wrong formula faithfully
		expect(failing(report, 'machine')).toEqual([]);
	});

	it('reports the worst entry with the bound that it exceeded', async () => {
		const [row] = (await check(tamper(MANUAL, '2.0 * (y_pred - y)', '1.0 * (y_pred - y)'), 0)).rows;
		const { worst } = row.formula;
		expect(worst!.index).toHaveLength(2);
		expect(worst!.got * 2).toBeCloseTo(worst!.expected, 8);
		expect(Math.abs(worst!.got - worst!.expected)).toBeGreaterThan(1e6 * worst!.bound);
	});
});

describe('the check of lesson 2', () => {
	const forgotten = tamperAll(AUTOGRAD);

	it('passes every row of the lesson as it is', async () => {
		for (const iteration of [0, 1, 50]) {
			const report = await check(AUTOGRAD, iteration);
			expect(report.rows.map((row) => row.name).toSorted()).toEqual(['w1.grad', 'w2.grad']);
			for (const row of report.rows) {
				expect([row.formula.verdict, row.slope.verdict, row.machine.verdict]).toEqual([
					'pass',
					'pass',
					'pass'
				]);
			}
		}
	});

	it('catches a missing zero_grad from the second iteration on', async () => {
		expect(failing(await check(forgotten, 0), 'formula')).toEqual([]);
		const second = await check(forgotten, 1);
		expect(failing(second, 'formula').toSorted()).toEqual(['w1.grad', 'w2.grad']);
		expect(failing(second, 'slope').toSorted()).toEqual(['w1.grad', 'w2.grad']);
	});
});

function tamperAll(source: string): string {
	return source.replace('w1.grad.data.zero_()', 'pass').replace('w2.grad.data.zero_()', 'pass');
}

describe('the machine question', () => {
	it('fails on the node whose value was changed by more than rounding', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		const claim = trace.claims.find((each) => each.name === 'grad_w2')!;
		const values = [...trace.values];
		const broken = values[claim.node].data.slice();
		// one entry off by a thousandth: far below what a picture shows
		broken[4] *= 1.001;
		values[claim.node] = { ...values[claim.node], data: broken };
		const { rows } = checkTrace({ ...trace, values });
		const row = rows.find((each) => each.name === 'grad_w2')!;
		expect(row.machine).toMatchObject({ verdict: 'fail', node: claim.node });
		expect(row.machine.worst!.index).toEqual([1, 1]);
		expect(row.formula.verdict).toBe('pass');
	});
});

describe('a .grad that is no derivative of one loss', () => {
	const twice = `import torch
w = torch.tensor([1.0, 2.0], requires_grad=True)
for t in range(2):
    loss = (w * w).sum()
    loss.backward()
    (w * 3).sum().backward()
    w.grad.zero_()
`;

	it('cannot be told by formula and slope, and is not called wrong', async () => {
		const { rows } = await check(twice, 1);
		expect(rows.map((row) => row.name)).toEqual(['w.grad']);
		expect(rows[0].formula).toMatchObject({ verdict: 'unknown', reason: 'several-losses' });
		expect(rows[0].slope).toMatchObject({ verdict: 'unknown', reason: 'several-losses' });
		expect(rows[0].machine.verdict).toBe('pass');
	});
});
