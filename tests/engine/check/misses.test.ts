/**
 * Every rule of the op table, made wrong in every way that one gets a gradient wrong, is caught by the
 * formula (against forward mode, since the rule is wrong for both sides of reverse mode) or by the
 * slope. The table that is printed counts who caught how many.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { checkTrace } from '#engine/check/check.ts';
import type { Tensor } from '#engine/tensor.ts';
import { differentiable, drawn } from '../../support/drawn.ts';
import { madeWrong, WRONG, type WrongName } from '../../support/wrong-gradients.ts';

const ways = Object.keys(WRONG) as WrongName[];
interface Count {
	total: number;
	formula: number;
	slope: number;
	either: number;
}
const table = new Map<WrongName, Count>(
	ways.map((way) => [way, { total: 0, formula: 0, slope: 0, either: 0 }])
);

const differs = (a: Tensor, b: Tensor) => a.data.some((x, i) => !(x === b.data[i]));

describe.each(differentiable)('a wrong rule of %s', (op) => {
	test('is caught, and the right one passes', () => {
		const all = drawn(op).slice(0, 12);
		for (const { sample, weights } of all) {
			for (const row of checkTrace(madeWrong(op, sample, weights, null)!.trace).rows) {
				expect(row.formula.verdict, `${row.name} by the right rule`).not.toBe('fail');
				expect(row.slope.verdict, `${row.name} by the right rule`).not.toBe('fail');
			}
		}
		const missed: string[] = [];
		for (const way of ways) {
			for (const { sample, weights } of all) {
				const made = madeWrong(op, sample, weights, way);
				if (!made) continue;
				checkTrace(made.trace).rows.forEach((row, i) => {
					if (!differs(made.trace.values[row.node], made.right[i])) return;
					const count = table.get(way)!;
					const [formula, slope] = [row.formula, row.slope].map(
						({ verdict }) => verdict === 'fail'
					);
					count.total++;
					count.formula += Number(formula);
					count.slope += Number(slope);
					count.either += Number(formula || slope);
					if (!formula && !slope) missed.push(`${way} of ${row.name}`);
				});
			}
		}
		expect(missed).toEqual([]);
	}, 30_000);
});

afterAll(() => {
	const lines = [...table].map(
		([way, { total, formula, slope, either }]) =>
			`${way.padEnd(32)}${String(either).padStart(5)} of ${String(total).padEnd(6)}` +
			`formula ${String(formula).padStart(5)}   slope ${String(slope).padStart(5)}`
	);
	console.log(
		`Wrong rules caught, ${differentiable.length} rows of the op table\n${lines.join('\n')}`
	);
});
