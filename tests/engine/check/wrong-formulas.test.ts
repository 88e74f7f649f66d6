/**
 * Ten wrong formulas of the lessons, at full size: by how many times each exceeds what rounding can
 * explain. Right ones stay far below one, these lie above it by a million and more.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { createFormulaChecker } from '#engine/check/formula.ts';
import type { LessonOptions } from '#engine/session.ts';
import type { Trace } from '#engine/trace.ts';
import { AUTOGRAD, MANUAL, open, valueOf } from '../../support/lesson.ts';

const MASK = 'grad_h[h < 0] = 0';
const FIRST = 'grad_y_pred = 2.0 * (y_pred - y)';
const PRODUCT = 'grad_w1 = x.t().mm(grad_h)';
const HALVES = 'grad_w1 = x[32:].t().mm(grad_h[32:]) + x[:32].t().mm(grad_h[:32])';
const BEFORE = 'grad_h_relu = grad_y_pred.mm(w2.t())';

/** [what is wrong, what stands there, what it becomes, the first gradient that is wrong] */
const wrong = [
	['no factor 2', FIRST, 'grad_y_pred = y_pred - y', 'grad_y_pred'],
	['mean for sum', FIRST, `${FIRST} / (N * D_out)`, 'grad_y_pred'],
	['no mask', MASK, 'pass', 'grad_h'],
	['mask by the sign of the gradient', MASK, 'grad_h[grad_h < 0] = 0', 'grad_h'],
	['inverted mask', MASK, 'grad_h[h > 0] = 0', 'grad_h'],
	['h for h_relu', 'h_relu.t().mm(grad_y_pred)', 'h.t().mm(grad_y_pred)', 'grad_w2'],
	['w2 updated before', BEFORE, `w2 -= learning_rate * grad_w2\n    ${BEFORE}`, 'grad_h_relu'],
	['y forgotten', FIRST, 'grad_y_pred = 2.0 * y_pred', 'grad_y_pred'],
	['x rounded to float16', PRODUCT, 'grad_w1 = x16.t().mm(grad_h)', 'grad_w1']
] as const;

const table: [string, number][] = [];

/** Error over bound of every gradient, of the worst entry. */
function ratios(trace: Trace): Map<string, number> {
	const { answer } = createFormulaChecker(trace);
	return new Map(
		trace.claims.map((claim) => {
			const { worst, verdict } = answer(claim);
			const ratio = Math.abs(worst!.got - worst!.expected) / worst!.bound;
			expect(verdict).toBe(ratio > 1 ? 'fail' : 'pass');
			return [claim.name, ratio];
		})
	);
}

const FULL = { overrides: {} };

async function traced(source: string, iteration = 0, options: Partial<LessonOptions> = {}) {
	return (await (await open(source, { ...FULL, ...options })).trace(iteration))!;
}

/** To the eleven digits of float16, half to even; below 2^-14 they are as far apart as there. */
function toFloat16(x: number): number {
	const spacing = 2 ** (Math.max(-14, Math.floor(Math.log2(Math.abs(x)))) - 10);
	const whole = Math.floor(x / spacing);
	const rest = x / spacing - whole;
	const isUp = rest > 0.5 || (rest === 0.5 && whole % 2 !== 0);
	return (whole + Number(isUp)) * spacing;
}

describe('at the size of the lesson', () => {
	it.each([
		['nothing', MANUAL],
		['nothing, by autograd', AUTOGRAD],
		['nothing, summed in two halves', MANUAL.replace(PRODUCT, HALVES)]
	])(
		'%s is wrong, and nothing is called so',
		async (name, source) => {
			const found = [...ratios(await traced(source)).values()];
			expect(Math.max(...found)).toBeLessThan(1);
			table.push([name, Math.max(...found)]);
		},
		30_000
	);

	it.each(wrong)(
		'%s is caught',
		async (name, from, to, first) => {
			expect(MANUAL.split(from)).toHaveLength(2);
			const { data, shape, dtype } = valueOf(await traced(MANUAL), 'x');
			const x16 = {
				value: { shape, dtype, data: Float32Array.from(data, toFloat16) },
				requiresGrad: false
			};
			const trace = await traced(MANUAL.replace(from, to), 0, { inputs: { x16 } });
			const found = ratios(trace);
			const caught = [...found].filter(([, ratio]) => ratio > 1).map(([row]) => row);
			expect(caught[0]).toBe(first);
			table.push([name, Math.max(...found.values())]);
		},
		30_000
	);

	it('no zero_grad is caught in the second iteration', async () => {
		const forgotten = AUTOGRAD.replace(/w([12])\.grad\.data\.zero_\(\)/g, 'pass');
		const found = [...ratios(await traced(forgotten, 1)).values()];
		expect(Math.min(...found)).toBeGreaterThan(1);
		table.push(['no zero_grad, iteration 1', Math.max(...found)]);
	}, 30_000);
});

afterAll(() => {
	const bad = table.filter(([name]) => !name.startsWith('nothing'));
	const lines = table.map(([name, ratio]) => `${name.padEnd(36)}${ratio.toExponential(1)}`);
	const caught = bad.filter(([, ratio]) => ratio > 1).length;
	console.log(`error / bound at full size, ${caught} of ${bad.length} caught\n${lines.join('\n')}`);
});
