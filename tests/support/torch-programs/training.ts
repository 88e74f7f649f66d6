/** Small trainings: modules, losses, optimisers, a loop, as lessons write them. */
import type { Draws } from './draws.ts';
import { floats, wholes } from './leaves.ts';
import type { Writer } from './writer.ts';

const OPTIMISERS = [
	'SGD({}, lr=0.1)',
	'SGD({}, lr=0.05, momentum=0.9)',
	'SGD({}, lr=0.05, momentum=0.9, nesterov=True)',
	'SGD({}, lr=0.1, weight_decay=0.01)',
	'Adam({}, lr=0.05)',
	'Adam({}, lr=0.01, betas=(0.8, 0.99), weight_decay=0.1)',
	'AdamW({}, lr=0.02)'
];

interface Net {
	readonly lines: readonly string[];
	/** Sizes of what goes in and comes out. */
	readonly from: number;
	readonly to: number;
}

function sequence(d: Draws): Net {
	const [from, hidden, to] = [d.between(1, 3), d.between(2, 4), d.between(1, 3)];
	const between = d.of([
		'nn.ReLU()',
		'nn.Tanh()',
		'nn.Sigmoid()',
		'nn.GELU()',
		`nn.LayerNorm(${hidden})`,
		'nn.LeakyReLU(0.1)',
		'nn.ELU()',
		'nn.SiLU()',
		'nn.Dropout(0.25)'
	]);
	return {
		from,
		to,
		lines: [
			`model = nn.Sequential(nn.Linear(${from}, ${hidden}), ${between}, nn.Linear(${hidden}, ${to}))`
		]
	};
}

function written(d: Draws): Net {
	const [from, hidden, to] = [d.between(1, 3), d.between(2, 4), d.between(1, 3)];
	const act = d.of(['torch.relu', 'torch.tanh', 'F.gelu', 'torch.sigmoid']);
	const bias = d.flag() ? '' : ', bias=False';
	return {
		from,
		to,
		lines: [
			'class Net(nn.Module):',
			`    def __init__(self, width=${hidden}):`,
			'        super().__init__()',
			`        self.first = nn.Linear(${from}, width${bias})`,
			`        self.second = nn.Linear(width, ${to})`,
			`        self.scale = nn.Parameter(torch.ones(${to}))`,
			'    def forward(self, x):',
			`        return self.second(${act}(self.first(x))) * self.scale`,
			'model = Net()'
		]
	};
}

/** Leaves and a product by hand, without modules. */
function byHand(d: Draws): Net {
	const [from, to] = [d.between(1, 3), d.between(1, 3)];
	return {
		from,
		to,
		lines: [
			`w = torch.randn(${from}, ${to}, requires_grad=True)`,
			`b = torch.zeros(${to}, requires_grad=True)`,
			'def model(x):',
			`    return ${d.of(['x @ w + b', 'torch.addmm(b, x, w)', '(x @ w + b).sigmoid()', 'F.linear(x, w.t(), b)'])}`
		]
	};
}

function lossOf(d: Draws, to: number, n: number): { target: string; call: string } {
	const kinds = ['nn.MSELoss()', 'nn.L1Loss()', "nn.MSELoss(reduction='sum')", 'nn.SmoothL1Loss()'];
	const isClasses = to > 1 && d.flag();
	if (isClasses)
		return { target: wholes(d, [n], () => String(d.below(to))), call: 'nn.CrossEntropyLoss()' };
	if (d.seldom(4))
		return { target: `(${floats(d, [n, to], false)} > 0).float()`, call: 'nn.BCEWithLogitsLoss()' };
	return { target: floats(d, [n, to], false), call: d.of(kinds) };
}

/** A whole training; writes nothing else. */
export function train(w: Writer, d: Draws): void {
	w.line(`torch.manual_seed(${d.below(100)})`);
	const { lines, from, to } = d.of([sequence, written, byHand])(d);
	const hand = lines[0].startsWith('w =');
	for (const each of lines) w.line(each);
	const n = d.between(1, 4);
	w.line(`x = ${floats(d, [n, from], false)}`);
	const { target, call } = lossOf(d, to, n);
	w.line(`y = ${target}`);
	w.line(`criterion = ${call}`);
	const parameters = hand ? '[w, b]' : 'model.parameters()';
	w.line(`optimizer = torch.optim.${d.of(OPTIMISERS).replace('{}', parameters)}`);
	w.line(`for step in range(${d.between(1, 4)}):`);
	const body = [
		'optimizer.zero_grad()',
		'output = model(x)',
		'loss = criterion(output, y)',
		'loss.backward()',
		'optimizer.step()',
		d.of([
			'print(step, loss.item())',
			"print(f'{step}: {loss.item():.6f}')",
			"if step % 2 == 0: print('loss', loss)"
		])
	];
	for (const each of body) w.line(`    ${each}`);
	// parameters by name, so that they and their gradients are compared
	if (!hand) {
		w.line('p = list(model.parameters())');
		w.line('first, last = p[0], p[-1]');
		w.line('print(model)');
	}
}
