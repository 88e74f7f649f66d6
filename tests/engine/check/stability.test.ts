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
			expect(stability).toEqual({
				...{ verdict: 'pass', repeated: true, zero: true, scaled: true },
				...{ doubled: true, shaped: true, permuted: true }
			});
		}
	});

	it('asks of gradients by hand whether they are the same again, and in another order of samples', async () => {
		const [trace, again] = await twice(MANUAL);
		const check = createStabilityChecker(trace, again);
		for (const claim of trace.claims) {
			expect(check(claim)).toEqual({
				...{ verdict: 'pass', repeated: true, zero: null, scaled: null },
				...{ doubled: null, shaped: true, permuted: true }
			});
		}
		const alone = createStabilityChecker(trace, null);
		expect(alone(trace.claims[0])).toMatchObject({ verdict: 'pass', repeated: null });
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
		expect(check(trace.claims[0]).repeated).toBe(null);
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

	it.each([
		['a gradient that adds up wrongly', 'doubled', 'add', (x: number) => x * (1 + 2 ** -52)],
		['a product that looks at the order of the samples', 'permuted', 'mm', byOrder]
	] as const)('fails for %s', async (_, question, op, spoil) => {
		const [trace] = await twice(AUTOGRAD);
		const row: Pick<Op, 'forward'> = opTable[op];
		const { forward } = row;
		row.forward = (inputs, attrs, out) => {
			const { data, ...type } = forward(inputs, attrs, out);
			return { ...type, data: data.map((x, i) => spoil(x, i)) };
		};
		try {
			const claim = trace.claims.find(({ target }) => target === 'w1')!;
			const found = createStabilityChecker(trace, null)(claim);
			expect(found).toMatchObject({ verdict: 'fail', [question]: false });
		} finally {
			row.forward = forward;
		}
	});

	it('fails for a gradient of another shape', async () => {
		const source = MANUAL.replace('x.t().mm(grad_h)', 'grad_h.t().mm(x)').replace(
			'w1 -= learning_rate * grad_w1',
			'pass'
		);
		const trace = (await (await open(source)).trace(0))!;
		const claim = trace.claims.find(({ target }) => target === 'w1')!;
		const found = createStabilityChecker(trace, null)(claim);
		expect(found).toMatchObject({ verdict: 'fail', shaped: false });
	});
});

/** Entries further on are larger: what stands in which row then matters. */
function byOrder(x: number, i: number): number {
	return x * (1 + i / 10);
}

const samples = (lines: string) => `import torch
x = torch.randn(6, 3)
y = torch.randn(6, 2)
w = torch.randn(3, 2, requires_grad=True)
${lines}
loss.backward()
`;

describe('the order of the samples', () => {
	it.each([
		['a mean over them', 'loss = ((x.mm(w) - y) ** 2).mean()'],
		['a softmax in each', 'loss = (torch.softmax(x.mm(w), dim=1) * y).sum()'],
		['columns of each', 'loss = (x[:, :2] * x.mm(w) * y[:, 0:1]).sum()'],
		['a table that they look up', 'loss = (w[(y > 0).long()[:, 0]] * y).sum()']
	])('is asked for where it cannot matter: %s', async (_, lines) => {
		const trace = (await (await open(samples(lines), { overrides: {} })).trace(0))!;
		expect(createStabilityChecker(trace, null)(trace.claims[0]).permuted).toBe(true);
	});

	it.each([
		[
			'the first sample counts for more',
			'loss = ((x.mm(w) - y) ** 2).sum() + x[0].mul(w[:, 0]).sum()'
		],
		['a running total over them', 'loss = (x.mm(w).cumsum(0) * y).sum()'],
		['they are compared with one another', 'loss = x.mm(x.t()).mm(y).mm(w.t()).sum() + w.sum()'],
		[
			'the rows of something else are as many',
			'loss = (x.mm(w) * torch.randn(5, 6).sum(0)[0]).sum()'
		]
	])('is not asked for where it may matter, or that cannot be told: %s', async (_, lines) => {
		const trace = (await (await open(samples(lines), { overrides: {} })).trace(0))!;
		const { permuted } = createStabilityChecker(trace, null)(trace.claims[0]);
		expect(permuted).toBe(null);
	});
});
