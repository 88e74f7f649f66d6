/** What must hold exactly of a gradient, and is called wrong where it does not. */
import { describe, expect, it } from 'vitest';
import { createStabilityChecker } from '#engine/check/stability.ts';
import { checkTrace } from '#engine/check/check.ts';
import { opTable } from '#engine/ops/index.ts';
import type { Op } from '#engine/ops/op.ts';
import { AUTOGRAD, MANUAL, open } from '../../support/lesson.ts';

async function twice(source: string) {
	const session = await open(source);
	return [(await session.trace(0))!, (await session.trace(0))!] as const;
}

describe('the stability of the lessons', () => {
	it('passes: the same again, zero from zero, and every bit scaled', async () => {
		const { rows } = checkTrace(...(await twice(AUTOGRAD)));
		for (const { stability } of rows) {
			expect(stability).toEqual({ verdict: 'pass', repeated: true, zero: true, scaled: true });
		}
	});

	it('asks of gradients by hand only whether they are the same again', async () => {
		const [trace, again] = await twice(MANUAL);
		const check = createStabilityChecker(trace, again);
		for (const claim of trace.claims) {
			expect(check(claim)).toEqual({ verdict: 'pass', repeated: true, zero: null, scaled: null });
		}
		const alone = createStabilityChecker(trace, null);
		expect(alone(trace.claims[0]).verdict).toBe('unknown');
	});
});

describe('what is not stable', () => {
	it('fails where one bit came out otherwise the second time', async () => {
		const [trace, again] = await twice(AUTOGRAD);
		const [claim, other] = trace.claims;
		const values = [...again.values];
		const data = values[claim.node].data.slice();
		data[1] *= 1 + 2 ** -23;
		values[claim.node] = { ...values[claim.node], data };
		const check = createStabilityChecker(trace, { ...again, values });
		expect(check(claim)).toMatchObject({ verdict: 'fail', repeated: false });
		expect(check(other)).toMatchObject({ verdict: 'pass', repeated: true });
	});

	it('is not asked to be the same again from other numbers', async () => {
		const [trace] = await twice(MANUAL);
		const other = (await (await open(MANUAL, { seed: 1 })).trace(0))!;
		const check = createStabilityChecker(trace, other);
		expect(check(trace.claims[0])).toMatchObject({ verdict: 'unknown', repeated: null });
	});

	it('fails where a rule adds something of its own to what comes from above', async () => {
		const [trace] = await twice(AUTOGRAD);
		const row: Pick<Op, 'vjp'> = opTable.clamp;
		const { vjp } = row;
		row.vjp = (b, g, ...rest) => vjp!(b, b.add('add', [g, b.constant(1, g.dtype)]), ...rest);
		try {
			const claim = trace.claims.find(({ target }) => target === 'w1')!;
			const { verdict, zero, scaled } = createStabilityChecker(trace, null)(claim);
			expect([verdict, zero, scaled]).toEqual(['fail', false, false]);
		} finally {
			row.vjp = vjp;
		}
	});
});
