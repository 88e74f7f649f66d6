/** What autograd does with tensors: histories cut, kept and walked; changes in place; printing. */
import { sizeOf } from '#engine/tensor.ts';
import { floats } from './leaves.ts';
import type { Maker, Variable } from './writer.ts';

const tracked = ({ requiresGrad, isLeaf }: Variable) => requiresGrad && !isLeaf;

const cut: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	const { name, shape, requiresGrad } = x;
	return d.of<() => true>([
		() => w.define(`${name}.detach()`, { shape }),
		() => w.define(`${name}.clone()`, { shape, requiresGrad }),
		() => w.define(`${name} * ${name}.detach()`, { shape, requiresGrad }),
		() =>
			w.define(`${name}.detach().clone().requires_grad_()`, {
				shape,
				requiresGrad: true,
				isLeaf: true
			})
	])();
};

const outside: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	const { name, shape } = x;
	const made = w.name();
	w.line('with torch.no_grad():');
	w.line(`    ${made} = ${name} * ${d.number()}`);
	w.note(made, { shape });
	return w.line(`print(${made}.requires_grad, ${made}.is_leaf, torch.is_grad_enabled())`);
};

const keep: Maker = (w, d) => {
	const x = w.pick(d, tracked);
	return x ? w.line(`${x.name}.retain_grad()`) : false;
};

/** In place, on a copy. */
const change: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	w.define(`${x.name} * 1`, { shape: x.shape, requiresGrad: x.requiresGrad });
	const { name, shape } = w.variables.at(-1)!;
	return d.of<() => true>([
		() => w.line(`${name} ${d.of(['+', '-', '*', '/'])}= ${d.number()}`),
		() => w.line(`${name}.${d.of(['add', 'sub', 'mul', 'div'])}_(${floats(d, shape, false)})`),
		() => w.line(`${name}.${d.of(['relu', 'neg', 'tanh', 'sigmoid', 'abs', 'zero', 'exp'])}_()`),
		() => w.line(`${name}.clamp_(-1, 1)`),
		() => w.line(`${name}.fill_(${d.number()})`),
		() => w.line(`${name}.copy_(${floats(d, shape, false)})`)
	])();
};

/** The weights tell the entries apart: a plain sum is blind to softmax and layer_norm. */
export function weighed({ name, shape }: Variable): string {
	const n = sizeOf(shape);
	return `(${name}.reshape(-1) * torch.arange(1.0, ${n + 1})).sum() / ${Math.max(n, 1)}`;
}

const slope: Maker = (w, d) => {
	const y = w.pick(d, tracked);
	const x = w.pick(d, ({ requiresGrad, isLeaf }) => requiresGrad && isLeaf);
	if (!x || !y) return false;
	const g = w.name();
	const again = d.flag();
	const options = again ? 'create_graph=True' : 'retain_graph=True';
	w.line(`${g}, = torch.autograd.grad(${weighed(y)}, ${x.name}, ${options}, allow_unused=True)`);
	return w.line(again ? `print(${g} is None or ${g}.shape)` : `print(${g} is not None)`);
};

const backward: Maker = (w, d) => {
	const y = w.pick(d, tracked);
	if (!y) return false;
	const gradient =
		sizeOf(y.shape) === 1 && y.shape.length === 0 ? '' : `${floats(d, y.shape, false)}, `;
	return w.line(`${y.name}.backward(${gradient}retain_graph=True)`);
};

const zero: Maker = (w, d) => {
	const x = w.pick(d, ({ requiresGrad, isLeaf }) => requiresGrad && isLeaf);
	if (!x) return false;
	return w.line(
		d.of([
			`${x.name}.grad = None`,
			`if ${x.name}.grad is not None: ${x.name}.grad.zero_()`,
			`with torch.no_grad(): ${x.name} -= 0.5 * (0 if ${x.name}.grad is None else ${x.name}.grad)`
		])
	);
};

export const autogradMakers: Readonly<Record<string, Maker>> = {
	cut,
	outside,
	keep,
	change,
	slope,
	backward,
	zero
};
