/** Random lessons: their numbers do not depend on how they are run, and their gradients are right. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTrace } from '../../../engine/check/check.ts';
import { open } from '../../support/lesson.ts';
import { tensorLessons } from '../../support/tensor-programs.ts';

const PASSES = 4;
const options = { overrides: {}, dtype: 'float64' } as const;

test('a random lesson gives the same losses at once, again, one by one, and op by op', async () => {
	await fc.assert(
		fc.asyncProperty(tensorLessons(PASSES), async (source) => {
			const { losses, printed } = await (await open(source, options)).advance(PASSES);
			expect(losses).toHaveLength(PASSES);
			const again = await open(source, options);
			for (let k = 0; k < PASSES; k++) {
				expect((await again.advance(1)).losses).toEqual([losses[k]]);
			}
			const stepped = await open(source, options);
			const lines: string[] = [];
			for (let k = 0; k < PASSES; k++) {
				const trace = (await stepped.trace(k))!;
				expect(trace.values[trace.loss!].data[0]).toBe(losses[k]);
				lines.push(...trace.printed);
			}
			expect(lines).toEqual(printed);
		}),
		{ numRuns: 60 }
	);
}, 60_000);

test('the gradients of a random lesson pass the check by formula and by slope', async () => {
	let passed = 0;
	await fc.assert(
		fc.asyncProperty(tensorLessons(2), async (source) => {
			const session = await open(source, options);
			for (let k = 0; k < 2; k++) {
				const report = checkTrace((await session.trace(k))!);
				expect(report.rows.length).toBeGreaterThanOrEqual(2);
				for (const { formula, slope, machine } of report.rows) {
					for (const { verdict } of [formula, slope, machine]) expect(verdict).not.toBe('fail');
					if (formula.verdict === 'pass' && slope.verdict === 'pass') passed++;
				}
			}
		}),
		{ numRuns: 60 }
	);
	// a check that always shrugs would prove nothing
	expect(passed).toBeGreaterThan(100);
}, 60_000);
