/** Activations and losses of torch.nn.functional, as functions and as modules. */
import { sizeOf } from '#engine/tensor.ts';
import type { Draws } from './draws.ts';
import { floats, operand, truths, wholes } from './leaves.ts';
import type { Maker } from './writer.ts';

const ACTIVATIONS = [
	'F.relu({})',
	'F.leaky_relu({}, 0.1)',
	'F.leaky_relu({})',
	'F.elu({})',
	'F.elu({}, alpha=0.5)',
	'F.gelu({})',
	"F.gelu({}, approximate='tanh')",
	'F.silu({})',
	'F.softplus({})',
	'F.softplus({}, beta=2, threshold=1)',
	'F.hardtanh({})',
	'F.hardtanh({}, -0.5, 2.0)',
	'F.relu6({})',
	'F.sigmoid({})',
	'F.tanh({})',
	'F.dropout({}, 0.5, training=False)',
	'F.dropout({}, 0.5)',
	'nn.ReLU()({})',
	'nn.LeakyReLU(0.2)({})',
	'nn.GELU()({})',
	'nn.Softmax(dim=-1)({})',
	'nn.Softplus()({})',
	'F.relu({}.clone(), inplace=True)',
	'F.leaky_relu({}.clone(), 0.2, inplace=True)',
	'F.elu({}.clone(), inplace=True)',
	'F.silu({}.clone(), inplace=True)',
	'F.hardtanh({}.clone(), inplace=True)'
];

const activation: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => shape.length > 0);
	if (!x) return false;
	const { name, shape, requiresGrad } = x;
	return w.define(d.of(ACTIVATIONS).replaceAll('{}', name), { shape, requiresGrad });
};

function reduction(d: Draws): { argument: string; keeps: boolean } {
	const how = d.of(['', 'mean', 'sum', 'none']);
	return { argument: how && `, reduction='${how}'`, keeps: how === 'none' };
}

const comparing: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => sizeOf(shape) > 0);
	if (!x) return false;
	const { name, requiresGrad } = x;
	const target = operand(w, d, x.shape);
	const { argument, keeps } = reduction(d);
	const f = d.of(['mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss']);
	const module = d.of(['MSELoss', 'L1Loss']);
	const shape = keeps ? x.shape : [];
	const grads =
		requiresGrad || w.variables.some((each) => each.name === target && each.requiresGrad);
	return d.of<() => true>([
		() => w.define(`F.${f}(${name}, ${target}${argument})`, { shape, requiresGrad: grads }),
		() =>
			w.define(`nn.${module}(${argument.slice(2)})(${name}, ${target})`, {
				shape,
				requiresGrad: grads
			})
	])();
};

const entropy: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => sizeOf(shape) > 0);
	if (!x) return false;
	const { name, requiresGrad } = x;
	const { argument, keeps } = reduction(d);
	const shape = keeps ? x.shape : [];
	const target = d.flag()
		? `${truths(d, x.shape)}.float()`
		: `torch.sigmoid(${floats(d, x.shape, false)})`;
	const logits = `F.binary_cross_entropy_with_logits(${name}, ${target}${argument})`;
	const plain = `F.binary_cross_entropy(torch.sigmoid(${name}), ${target}${argument})`;
	return w.define(d.flag() ? logits : plain, { shape, requiresGrad });
};

const classes: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => shape.length === 2 && sizeOf(shape) > 0);
	if (!x) return false;
	const { name, requiresGrad } = x;
	const [n, c] = x.shape;
	const { argument, keeps } = reduction(d);
	const target = wholes(d, [n], () => String(d.below(c)));
	const made = { shape: keeps ? [n] : [], requiresGrad };
	const smoothing = d.seldom(3) ? ', label_smoothing=0.1' : '';
	return d.of<() => true>([
		() => w.define(`F.cross_entropy(${name}, ${target}${argument}${smoothing})`, made),
		() => w.define(`F.nll_loss(F.log_softmax(${name}, dim=1), ${target}${argument})`, made),
		() => w.define(`nn.CrossEntropyLoss(${argument.slice(2)})(${name}, ${target})`, made),
		() =>
			w.define(
				`F.cross_entropy(${name}, torch.softmax(${floats(d, x.shape, false)}, 1)${argument})`,
				made
			)
	])();
};

/** One head of attention, with a mask of −∞ above the diagonal now and then. */
const attention: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => shape.length === 2 && sizeOf(shape) > 0);
	if (!x) return false;
	const { name, shape, requiresGrad } = x;
	const [n, k] = shape;
	const scores = w.name();
	w.line(`${scores} = ${name} @ ${name}.T / ${k} ** 0.5`);
	if (d.flag())
		w.line(
			`${scores} = ${scores}.masked_fill(torch.triu(torch.ones(${n}, ${n}), 1) == 1, float('-inf'))`
		);
	return w.define(`F.softmax(${scores}, dim=-1) @ ${name}`, { shape, requiresGrad });
};

export const lossMakers: Readonly<Record<string, Maker>> = {
	activation,
	comparing,
	entropy,
	classes,
	attention
};
