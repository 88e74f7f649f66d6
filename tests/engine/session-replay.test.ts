/** Any iteration opens again as it was, whatever Python keeps from one iteration to the next. */
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../engine/trace.ts';
import { open } from '../support/lesson.ts';

const START = `import torch
torch.manual_seed(0)
x = torch.randn(4, 3)
y = torch.randn(4, 2)
w = torch.randn(3, 2, requires_grad=True)
`;

const UPDATE = `
    with torch.no_grad():
        w -= 0.01 * w.grad
        w.grad.zero_()
`;

const lessons = {
	'lists of numbers and tensors': `${START}
losses, weights = [], [w.detach().clone()]
shared = losses
for t in range(45):
    loss = (x.mm(w) - y).pow(2).sum()
    losses.append(loss.item())
    weights.append(w.detach().clone())
    loss.backward()${UPDATE}
    if len(weights) > 3:
        weights = weights[-2:]
    print(t, len(shared), sum(losses), weights[0].sum())
`,
	'dicts and closures': `${START}
state = {'v': torch.zeros(3, 2), 'count': {'n': 0}}
def make(rate):
    def step(p):
        state['v'] = 0.5 * state['v'] + p.grad
        p.data -= rate * state['v']
        p.grad = None
        state['count']['n'] += 1
    return step
step = make(0.01)
for t in range(45):
    loss = (x.mm(w) - y).pow(2).mean()
    loss.backward()
    step(w)
    print(state['count']['n'], state['v'].sum())
`,
	'random numbers and a decaying rate': `${START}
rate = 0.1
for t in range(45):
    batch = torch.randn(4, 3)
    loss = (batch.mm(w) - y).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        w -= rate * w.grad
        w.grad.zero_()
    rate *= 0.95
    print(f'{rate:.4f}', batch.sum(), end=' ' if t % 3 else '\\n')
`,
	'history across iterations': `${START}
total = torch.zeros(1)
for t in range(45):
    loss = (x.mm(w) - y).pow(2).mean() * (t + 1)
    total = total + loss
    if t % 9 == 8:
        total.backward()
        with torch.no_grad():
            w -= 0.0001 * w.grad
            w.grad.zero_()
        total = torch.zeros(1)
    print(total)
`,
	'history from before the loop': `${START}
scale = w.sum() * 0.1
for t in range(25):
    loss = (scale * (t + 1)).pow(2)
    loss.backward(retain_graph=True)
    print(w.grad.sum(), loss)
`,
	'aliases and views': `${START}
wt, same, keep = w.t(), w.data, w.detach()
for t in range(45):
    loss = (x.mm(w) - y).pow(2).sum()
    loss.backward()${UPDATE}
    print(wt.sum().item(), same.sum(), keep.sum(), w.t().detach().sum())
`,
	'a loop over a list of tensors': `${START}
data = [(torch.full((1, 3), float(i)), i) for i in range(25)]
for row, i in data:
    loss = (row.mm(w) - 1).pow(2).sum() / (i + 1)
    loss.backward()${UPDATE}
    print(i, row.sum(), loss)
`,
	'a while loop that reads its loss': `${START}
loss = torch.tensor(1000.0)
n = 0
while loss > 0.5 and n < 45:
    loss = (x.mm(w) - y).pow(2).mean()
    loss.backward()${UPDATE}
    n += 1
print('done', n, loss)
`
};

/** What must be equal between two traces of one iteration; times may differ. */
function numbersOf({ graph, values, bindings, claims, loss, printed, steps }: Trace) {
	return {
		graph,
		values,
		bindings,
		claims,
		loss,
		printed,
		steps: steps.map(({ node, phase, owner }) => ({ node, phase, owner }))
	};
}

describe.each(Object.entries(lessons))('replay: %s', (_, source) => {
	it('trace(k) for every k after running to the end equals the traces taken in order', async () => {
		const inOrder = await open(source, { overrides: {} });
		const traces: Trace[] = [];
		for (let k = 0; ; k++) {
			const trace = await inOrder.trace(k);
			if (!trace) break;
			traces.push(trace);
		}
		expect(traces.length).toBeGreaterThanOrEqual(25);
		const session = await open(source, { overrides: {} });
		await session.advance(1000);
		// backwards, so that no iteration is merely the one after
		for (const [k, trace] of [...traces.entries()].reverse()) {
			const again = await session.trace(k);
			expect(again && numbersOf(again)).toEqual(numbersOf(trace));
		}
	});

	it('advance(n) prints the same in batches, one by one, and op by op', async () => {
		const options = { overrides: {} };
		const [batched, single] = [await open(source, options), await open(source, options)];
		const { printed, losses } = await batched.advance(1000);
		const lines: string[] = [];
		const values: number[] = [];
		while (lines.length < 1000) {
			const progress = await single.advance(1);
			lines.push(...progress.printed);
			values.push(...progress.losses);
			if (progress.done) break;
		}
		expect(lines).toEqual(printed);
		expect(values).toEqual(losses);
	});
});
