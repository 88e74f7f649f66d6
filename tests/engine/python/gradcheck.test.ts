/** torch.autograd.gradcheck in a lesson says what PyTorch 1.13 says. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../engine/backends/backend.ts';
import { createWasmBackend } from '../../../engine/backends/onnx/wasm.ts';
import { open } from '../../support/lesson.ts';

interface Case {
	readonly name: string;
	readonly source: string;
	readonly output: string;
}

const cases = JSON.parse(
	readFileSync(new URL('../../fixtures/torch-gradcheck.json', import.meta.url), 'utf8')
) as Case[];

async function outputOf(source: string, backend?: Backend): Promise<string> {
	const session = await open(source, { overrides: {} }, backend);
	const { printed } = await session.advance(1);
	return [...session.info.printed, ...printed].map((line) => `${line}\n`).join('');
}

const wasm = await createWasmBackend();
afterAll(() => wasm.dispose());

describe.each([
	['on the reference', undefined],
	['on ONNX Runtime', wasm]
])('gradcheck prints what PyTorch prints %s', (_, backend) => {
	it.each(cases)('$name', async ({ source, output }) => {
		expect(await outputOf(source, backend)).toBe(output);
	});
});

const TRAINING = (check: string) => `import torch
from torch.autograd import gradcheck
x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.double, requires_grad=True)
kept = []
def f(x):
    y = x ** 2
${check.includes('item') ? '    kept.append(y.sum().item())\n' : ''}    return y * 2
for t in range(3):
    loss = f(x).sum()
    ${check}
    loss.backward()
    with torch.no_grad():
        x -= 0.1 * x.grad
        x.grad = None
    print(t, loss.item())
`;

describe('gradcheck beside a lesson', () => {
	it.each([
		['one that passes', 'print(gradcheck(f, x))', []],
		['one that reads numbers', 'item = gradcheck(f, x)', ['sum']],
		['one that fails', 'print(gradcheck(lambda x: x * x.detach(), x, raise_exception=False))', []],
		[
			'one of second order',
			'print(torch.autograd.gradgradcheck(f, x, torch.ones_like(x)))',
			['ones_like']
		]
	])('%s is in no picture, and changes no loss', async (_, check, own) => {
		const [plain, checked] = [await open(TRAINING('pass')), await open(TRAINING(check))];
		for (let k = 0; k < 3; k++) {
			const [without, traced] = [(await plain.trace(k))!, (await checked.trace(k))!];
			const others = [...without.graph.nodes];
			const more = traced.graph.nodes.filter(({ op }) => {
				const at = others.findIndex((each) => each.op === op);
				return at < 0 || others.splice(at, 1).length === 0;
			});
			// the lesson's own: the number that its f reads, the gradient that it hands in
			expect(more.map(({ op }) => op)).toEqual(own);
			expect(others).toEqual([]);
			expect(traced.values[traced.loss!]).toEqual(without.values[without.loss!]);
			expect(traced.claims.map(({ name }) => name)).toEqual(without.claims.map(({ name }) => name));
			expect(traced.printed.at(-1)).toBe(without.printed.at(-1));
		}
	});

	it('prints the same at once and op by op', async () => {
		const source = TRAINING('print(gradcheck(f, x), len(kept)); item = 0');
		const { printed } = await (await open(source)).advance(3);
		const stepped = await open(source);
		const lines: string[] = [];
		for (let k = 0; k < 3; k++) lines.push(...(await stepped.trace(k))!.printed);
		expect(lines).toEqual(printed);
		// the lesson's own call and gradcheck's: the first, two for each entry, and the last
		expect(printed[0]).toBe('True 9');
	});

	it('what the function hands out of the check stays of use', async () => {
		const session = await open(`import torch
from torch.autograd import gradcheck
x = torch.tensor([1.0, 2.0], dtype=torch.double, requires_grad=True)
last = None
def f(x):
    global last
    last = x * 3
    return last
for t in range(2):
    gradcheck(f, x)
    loss = (last * x).sum()
    print(loss.item())
`);
		for (let k = 0; k < 2; k++) expect((await session.trace(k))!.printed).toEqual(['15.0']);
	});

	it('leaves history, memory and grad mode as they were', async () => {
		expect(
			await outputOf(`import torch
from torch.autograd import gradcheck
x = torch.tensor([1.0, 2.0], dtype=torch.double, requires_grad=True)
t = x.view(2, 1)
before = (x * x).sum() + t.sum()
gradcheck(lambda x: x * x.detach(), x, raise_exception=False)
try:
    gradcheck(lambda x: x / 0 if x[0] != 1 else missing, x)
except NameError as e:
    print(e)
print(x, x.is_leaf, torch.is_grad_enabled())
before.backward()
print(x.grad, t)
`)
		).toBe(
			`name 'missing' is not defined
tensor([1., 2.], dtype=torch.float64, requires_grad=True) True True
tensor([3., 5.], dtype=torch.float64) tensor([[1.],
        [2.]], dtype=torch.float64, grad_fn=<ViewBackward0>)
`
		);
	});
});

describe('gradcheck says what it cannot do', () => {
	const refused = [
		['gradcheck(torch.sin, x, check_forward_ad=True)', /^check_forward_ad=True is not part of the/],
		['gradcheck(torch.sin, x, check_batched_grad=True)', /^check_batched_grad=True is not part of/],
		['gradgradcheck(torch.sin, x, check_fwd_over_rev=True)', /^check_fwd_over_rev=True is not part/]
	] as const;

	it.each(refused)('%s', async (call, message) => {
		const source = `import torch
from torch.autograd import gradcheck, gradgradcheck
x = torch.ones(2, dtype=torch.double, requires_grad=True)
${call}
`;
		const error: unknown = await outputOf(source).catch((each: unknown) => each);
		expect(error).toMatchObject({ type: 'NotSupportedError', at: { line: 4 } });
		expect((error as Error).message).toMatch(message);
	});

	it('an input with more entries than a lesson has the patience for', async () => {
		const source = `import torch
x = torch.ones(200, 200, dtype=torch.double, requires_grad=True)
print(torch.autograd.gradcheck(lambda x: x.sum(), x, fast_mode=True))
torch.autograd.gradcheck(lambda x: x.sum(), x)
`;
		await expect(outputOf(source)).rejects.toMatchObject({
			type: 'RuntimeError',
			hint: expect.stringMatching(/twice for each of the 40000 entries.*fast_mode=True$/)
		});
	});

	it('a failure that nobody catches ends the lesson at the call', async () => {
		const source = `import torch
x = torch.ones(2, dtype=torch.double, requires_grad=True)
def f(x):
    return x * x.detach()

torch.autograd.gradcheck(f, x)
`;
		await expect(outputOf(source)).rejects.toMatchObject({
			type: 'GradcheckError',
			at: { line: 6 },
			hint: 'a row for each entry of the input, a column for each entry of the output'
		});
	});
});
