/** Programs that PyTorch refuses: shapes that do not meet, wrong dtypes, histories used twice. */
import type { Maker } from './writer.ts';

const MISTAKES = [
	'{x} + torch.ones(7, 9)',
	'{x} @ torch.ones(9, 2)',
	'{x}.view(7, 11)',
	'{x}.reshape(13)',
	'{x}.backward()',
	'{x}.sum(7)',
	'torch.cat([{x}, torch.ones(9, 9, 9, 9, 9)])',
	'torch.stack([{x}, torch.ones(9)])',
	'{x}.t().mm(torch.ones(8, 8))',
	'{x}.item(), {x}.repeat(2).item()',
	'{x}[99]',
	'{x}[0, 0, 0, 0, 0, 0]',
	'{x}.unsqueeze(9)',
	'{x}.squeeze(9)',
	'{x}.transpose(0, 9)',
	'{x}.permute(0, 0)',
	'{x}.expand(7, 7, 7, 7, 7)',
	'torch.dot({x}, torch.ones(9))',
	'torch.bmm({x}, {x})',
	'torch.mv({x}, torch.ones(9))',
	'F.cross_entropy({x}, torch.tensor([99]))',
	'F.mse_loss({x}, torch.ones(9, 8))',
	'F.binary_cross_entropy({x} * 0 + 2, {x} * 0)',
	'F.linear({x}, torch.ones(3, 9))',
	'F.layer_norm({x}, (9,))',
	'torch.tensor([1, 2], requires_grad=True)',
	'torch.arange(3).mean()',
	'{x}.sum().backward(); {x}.sum().backward()',
	'(({x} * 2) ** 2).sum().backward(torch.ones(9))',
	'torch.zeros(-1)',
	'torch.arange(1, 0)',
	'torch.clamp({x})',
	'{x}.index_select(0, torch.tensor([99]))',
	'{x}.gather(0, torch.tensor([99]))',
	'{x}.split([9, 9])',
	'{x}.chunk(0)',
	'torch.softmax({x}, 9)',
	'F.conv2d({x}, torch.ones(2, 2, 2, 2))',
	'F.embedding(torch.tensor([9]), torch.ones(3, 2))',
	'F.one_hot(torch.tensor([5]), 3)',
	'{x}.nothing',
	'torch.nothing({x})',
	'if {x}.repeat(2) > 0: pass',
	"{x} + 'a'",
	'{x}.add_(torch.ones(3, 9, 9, 9, 9))',
	'torch.tensor([1, 2]) % 0',
	'torch.tensor([1, 2]) // 0',
	'torch.tensor([[1, 2], [3]])',
	'torch.ones(2) - (torch.ones(2) > 0)',
	'-(torch.ones(2) > 0)',
	'~{x}',
	'{x} & {x}',
	'{x}.argmax(9)',
	'{x}.max(9)',
	'torch.where({x} > 0, {x}, torch.ones(9, 9))',
	'{x}.masked_fill(torch.ones(9) > 0, 0)',
	'torch.eye(-1)',
	'torch.randint(5, 2, (3,))',
	'torch.bernoulli({x} * 0 + 2)',
	'torch.addmm({x}, torch.ones(2, 3), torch.ones(4, 5))',
	'nn.Linear(3, 2)(torch.ones(4, 9))',
	'nn.Linear(2)',
	'{x}.detach().sum().backward()',
	'{x}.requires_grad_(False).sum().backward()'
];

const mistake: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	return w.line(d.of(MISTAKES).replaceAll('{x}', x.name));
};

/** A leaf changed in place, a saved tensor changed, a graph walked twice. */
const misuse: Maker = (w, d) => {
	const x = w.pick(d, ({ requiresGrad, shape }) => requiresGrad && shape.length > 0);
	if (!x) return false;
	const y = w.name();
	return d.of<() => true>([
		() => w.line(`${x.name} += 1`),
		() => w.line(`${x.name}[0] = 1`),
		() => w.line(`${x.name}.zero_()`),
		() => {
			w.line(`${y} = ${x.name}.exp()`);
			w.line(`${y} += 1`);
			return w.line(`${y}.sum().backward()`);
		},
		() => {
			w.line(`${y} = (${x.name} * ${x.name}).sum()`);
			w.line(`${y}.backward()`);
			return w.line(`${y}.backward()`);
		},
		() => w.line(`${x.name}.grad.zero_()`)
	])();
};

export const mistakeMakers: Readonly<Record<string, Maker>> = { mistake, misuse };
