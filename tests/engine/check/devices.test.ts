/**
 * Devices that compute less well than float32 should, as real ones have: the machine question must
 * tell, from one product alone, each of the lesson's own.
 */
import { describe, expect, it } from 'vitest';
import { computedFrom } from '#engine/check/bounded.ts';
import { createMachineChecker } from '#engine/check/machine.ts';
import type { MachineAnswer } from '#engine/check/report.ts';
import type { Trace } from '#engine/trace.ts';
import { DEVICES, GOOD, productOn, type Device } from '../../support/devices.ts';
import { MANUAL, open } from '../../support/lesson.ts';

/** What the check says of one product alone, computed on that device from the inputs of `trace`. */
function told(device: Device, trace: Trace, node: number): MachineAnswer {
	const [a, b] = trace.graph.nodes[node].inputs.map((id) => trace.values[id]);
	const values = [...trace.values];
	values[node] = { ...values[node], data: productOn(device, a, b) };
	const steps = trace.steps.filter((step) => step.node === node);
	const check = createMachineChecker({ ...trace, values, steps });
	const last = trace.claims.findLast((claim) =>
		computedFrom(trace.graph, claim.node).includes(node)
	);
	return check(last!);
}

/** Of the lesson at its own size: sums of 1000, 100, 64 and 10 terms. */
const lesson = open(MANUAL, { overrides: {} }).then((session) => session.trace(0));

async function products(): Promise<{ trace: Trace; nodes: readonly number[] }> {
	const trace = (await lesson)!;
	const nodes = trace.graph.nodes.flatMap(({ op, id }) => (op === 'mm' ? [id] : []));
	expect(nodes).toHaveLength(5);
	return { trace, nodes };
}

describe.each(DEVICES)('a device that %s', (_, device) => {
	it('is told by each product of the lesson', async () => {
		const { trace, nodes } = await products();
		for (const node of nodes) {
			const { verdict, imprecise } = told(device, trace, node);
			expect(verdict === 'fail' || imprecise.includes(node), `node ${node}`).toBe(true);
		}
	}, 30_000);
});

describe('a device that sums one after the other in float32', () => {
	it('is called neither wrong nor inaccurate', async () => {
		const { trace, nodes } = await products();
		for (const node of nodes) {
			const { verdict, imprecise } = told(GOOD, trace, node);
			expect([verdict, imprecise]).toEqual(['pass', []]);
		}
	}, 30_000);
});

describe('sums of unequally many terms', () => {
	it.each([
		['from first to last', 'x.cumsum(0)'],
		['from last to first', 'x.flip(0).cumsum(0)'],
		['wherever an entry was picked', 'x[picked] * torch.randn(4500)']
	])(
		'are not called inaccurate: %s',
		async (_, made) => {
			const source = `import torch
torch.manual_seed(0)
x = torch.randn(2000, requires_grad=True)
picked = torch.cat([torch.zeros(500, dtype=torch.int64), torch.arange(2000), torch.arange(2000)])
loss = (${made}).sum()
loss.backward()
`;
			const trace = (await (await open(source)).trace(0))!;
			const { verdict, imprecise } = createMachineChecker(trace)(trace.claims[0]);
			expect([verdict, imprecise]).toEqual(['pass', []]);
		},
		30_000
	);
});
