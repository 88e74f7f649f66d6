/** Tensors that programs make themselves: from numbers, by factories, at random. */
import { sizeOf, type Shape } from '#engine/tensor.ts';
import type { Draws } from './draws.ts';
import { nested, tuple, type Maker, type Variable, type Writer } from './writer.ts';

const EXTENTS = [2, 3, 1, 4, 5];

export function drawShape(d: Draws, least = 0): Shape {
	const rank = Math.max(least, d.of([1, 2, 2, 3, 0, 2, 4]));
	return Array.from({ length: rank }, () => (d.seldom(30) ? 0 : d.of(EXTENTS)));
}

/** `torch.tensor([[…]])` of floats; `edges` lets zeros, infinities and NaN in. */
export function floats(d: Draws, shape: Shape, edges: boolean): string {
	// an extent of 0 has no literal of its own
	if (sizeOf(shape) === 0) return `torch.zeros(${tuple(shape)})`;
	return `torch.tensor(${nested(
		entries(d, shape, () => d.entry(edges)),
		shape
	)})`;
}

function entries(d: Draws, shape: Shape, entry: () => string): string[] {
	return Array.from({ length: sizeOf(shape) }, entry);
}

export function wholes(d: Draws, shape: Shape, entry = () => d.whole()): string {
	if (sizeOf(shape) === 0) return `torch.zeros(${tuple(shape)}, dtype=torch.int64)`;
	return `torch.tensor(${nested(entries(d, shape, entry), shape)})`;
}

export function truths(d: Draws, shape: Shape): string {
	if (sizeOf(shape) === 0) return `torch.zeros(${tuple(shape)}, dtype=torch.bool)`;
	return `torch.tensor(${nested(
		entries(d, shape, () => (d.flag() ? 'True' : 'False')),
		shape
	)})`;
}

/** A new leaf of floats of this shape. */
export function leaf(w: Writer, d: Draws, shape: Shape, edges = false): Variable {
	const data = floats(d, shape, edges);
	if (sizeOf(shape) === 0)
		w.define(`${data}.requires_grad_()`, { shape, requiresGrad: true, isLeaf: true });
	else
		w.define(`${data.slice(0, -1)}, requires_grad=True)`, {
			shape,
			requiresGrad: true,
			isLeaf: true
		});
	return w.variables.at(-1)!;
}

/** A tensor of floats beside others: one that is there, or a new one without gradient. */
export function operand(w: Writer, d: Draws, shape: Shape): string {
	const found = w.float(d, (x) => x.shape.join() === shape.join());
	return found && !d.seldom(3) ? found.name : floats(d, shape, false);
}

const number: Maker = (w, d) => {
	leaf(w, d, drawShape(d), d.seldom(4));
	return true;
};

const plain: Maker = (w, d) => {
	const shape = drawShape(d);
	return w.define(floats(d, shape, d.seldom(3)), { shape });
};

const whole: Maker = (w, d) => {
	const shape = drawShape(d);
	return w.define(wholes(d, shape), { shape, sort: 'int' });
};

const truth: Maker = (w, d) => {
	const shape = drawShape(d);
	return w.define(truths(d, shape), { shape, sort: 'bool' });
};

const constant: Maker = (w, d) => {
	const shape = drawShape(d);
	const size = d.flag() && shape.length > 0 ? shape.join(', ') : tuple(shape);
	const text = d.of([
		`torch.zeros(${size})`,
		`torch.ones(${size})`,
		`torch.full(${tuple(shape)}, ${d.number()})`
	]);
	if (!d.flag()) return w.define(text, { shape });
	return w.define(`${text.slice(0, -1)}, requires_grad=True)`, {
		shape,
		requiresGrad: true,
		isLeaf: true
	});
};

const likes: Maker = (w, d) => {
	const x = w.pick(d, () => true);
	if (!x) return false;
	const { shape, name, sort } = x;
	const kind = d.of(['zeros_like', 'ones_like', 'full_like', 'randn_like', 'rand_like']);
	if (sort !== 'float' && kind.startsWith('r')) return false;
	const fill = kind === 'full_like' ? `, ${d.whole()}` : '';
	return w.define(`torch.${kind}(${name}${fill})`, { shape, sort });
};

const ranges: Maker = (w, d) => {
	const n = d.between(1, 6);
	const start = d.between(-2, 2);
	return d.of<() => true>([
		() => w.define(`torch.arange(${n})`, { shape: [n], sort: 'int' }),
		() => w.define(`torch.arange(${start}, ${start + n})`, { shape: [n], sort: 'int' }),
		() => w.define(`torch.arange(${start}.0, ${start + n}, 0.5)`, { shape: [2 * n] }),
		() => w.define(`torch.linspace(${d.number()}, ${d.number()}, ${n})`, { shape: [n] }),
		() => w.define(`torch.eye(${n})`, { shape: [n, n] }),
		() => w.define(`torch.eye(${n}, ${n + 1})`, { shape: [n, n + 1] }),
		() => w.define(`torch.arange(${n}, dtype=torch.float32)`, { shape: [n] })
	])();
};

const random: Maker = (w, d) => {
	const shape = drawShape(d);
	const size = shape.length > 0 ? shape.join(', ') : '()';
	const n = d.between(1, 9);
	if (d.seldom(3)) w.line(`torch.manual_seed(${d.between(0, 99)})`);
	return d.of<() => true>([
		() =>
			w.define(`torch.randn(${size}, requires_grad=True)`, {
				shape,
				requiresGrad: true,
				isLeaf: true
			}),
		() => w.define(`torch.rand(${size})`, { shape }),
		() => w.define(`torch.randint(${-n}, ${n}, ${tuple(shape)})`, { shape, sort: 'int' }),
		() => w.define(`torch.randint(${n}, ${tuple(shape)})`, { shape, sort: 'int' }),
		() => w.define(`torch.randperm(${n})`, { shape: [n], sort: 'int' }),
		() => w.define(`torch.bernoulli(torch.rand(${size}))`, { shape }),
		() => w.define(`torch.normal(${d.number()}, 0.5, ${tuple(shape)})`, { shape })
	])();
};

export const leafMakers: Readonly<Record<string, Maker>> = {
	number,
	plain,
	whole,
	truth,
	constant,
	likes,
	ranges,
	random
};
