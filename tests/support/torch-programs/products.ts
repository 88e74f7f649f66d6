/** Products of vectors, matrices and stacks; layers as functions; convolutions and pools. */
import { sizeOf } from '#engine/tensor.ts';
import { floats, leaf, wholes } from './leaves.ts';
import type { Maker, Variable } from './writer.ts';

const rank = (n: number) => (x: Variable) => x.shape.length === n && sizeOf(x.shape) > 0;

const matrix: Maker = (w, d) => {
	const a = w.float(d, rank(2));
	if (!a) return false;
	const [m, k] = a.shape;
	const n = d.between(1, 4);
	const found = w.float(d, (x) => rank(2)(x) && x.shape[0] === k);
	const b = found ?? leaf(w, d, [k, n]);
	const shape = [m, b.shape[1]];
	const text = d.of([
		`${a.name} @ ${b.name}`,
		`torch.mm(${a.name}, ${b.name})`,
		`${a.name}.matmul(${b.name})`
	]);
	return w.define(text, { shape, requiresGrad: a.requiresGrad || b.requiresGrad });
};

const vector: Maker = (w, d) => {
	const a = w.float(d, (x) => x.shape.length > 0 && x.shape.length < 4 && sizeOf(x.shape) > 0);
	if (!a) return false;
	const { name, shape, requiresGrad } = a;
	const n = shape[shape.length - 1];
	const v = floats(d, [n], false);
	const choices = [() => w.define(`${name} @ ${v}`, { shape: shape.slice(0, -1), requiresGrad })];
	if (shape.length === 2) {
		choices.push(
			() => w.define(`torch.mv(${name}, ${v})`, { shape: shape.slice(0, -1), requiresGrad }),
			() => w.define(`${floats(d, [shape[0]], false)} @ ${name}`, { shape: [n], requiresGrad })
		);
	}
	if (shape.length === 1) {
		const other = floats(d, [2], false);
		choices.push(
			() => w.define(`torch.dot(${name}, ${v})`, { shape: [], requiresGrad }),
			() => w.define(`torch.outer(${name}, ${other})`, { shape: [n, 2], requiresGrad })
		);
	}
	return d.of(choices)();
};

const stack: Maker = (w, d) => {
	const a = w.float(d, rank(3));
	if (!a) return false;
	const { name, requiresGrad } = a;
	const [b, m, k] = a.shape;
	const n = d.between(1, 3);
	return d.of<() => true>([
		() =>
			w.define(`torch.bmm(${name}, ${floats(d, [b, k, n], false)})`, {
				shape: [b, m, n],
				requiresGrad
			}),
		() => w.define(`${name} @ ${floats(d, [k, n], false)}`, { shape: [b, m, n], requiresGrad }),
		() => w.define(`${name} @ ${name}.transpose(-2, -1)`, { shape: [b, m, m], requiresGrad }),
		() =>
			w.define(`${floats(d, [2, 1, n, m], false)} @ ${name}`, { shape: [2, b, n, k], requiresGrad })
	])();
};

const added: Maker = (w, d) => {
	const a = w.float(d, (x) => rank(2)(x) || rank(3)(x));
	if (!a) return false;
	const { name, shape, requiresGrad } = a;
	const scale = d.seldom(3) ? `, beta=${d.number()}, alpha=${d.number()}` : '';
	if (shape.length === 3) {
		const [b, m, k] = shape;
		const text = `torch.baddbmm(${floats(d, [b, m, 2], false)}, ${name}, ${floats(d, [b, k, 2], false)}${scale})`;
		return w.define(text, { shape: [b, m, 2], requiresGrad });
	}
	const [m, k] = shape;
	return d.of<() => true>([
		() =>
			w.define(
				`torch.addmm(${floats(d, [2], false)}, ${name}, ${floats(d, [k, 2], false)}${scale})`,
				{
					shape: [m, 2],
					requiresGrad
				}
			),
		() =>
			w.define(`torch.addmv(${floats(d, [m], false)}, ${name}, ${floats(d, [k], false)}${scale})`, {
				shape: [m],
				requiresGrad
			})
	])();
};

const layer: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => shape.length > 0 && shape.length < 4 && sizeOf(shape) > 0);
	if (!x) return false;
	const { shape } = x;
	const n = shape[shape.length - 1];
	if (d.flag()) {
		const weight = leaf(w, d, [2, n]).name;
		const bias = d.flag() ? `, ${leaf(w, d, [2]).name}` : '';
		return w.define(`F.linear(${x.name}, ${weight}${bias})`, {
			shape: [...shape.slice(0, -1), 2],
			requiresGrad: true
		});
	}
	const scale = d.flag() ? `, ${leaf(w, d, [n]).name}, ${leaf(w, d, [n]).name}` : '';
	return w.define(`F.layer_norm(${x.name}, (${n},)${scale})`, {
		shape,
		requiresGrad: x.requiresGrad || scale !== ''
	});
};

const convolution: Maker = (w, d) => {
	const dims = d.between(1, 2);
	const sizes = Array.from({ length: dims }, () => d.between(3, 5));
	const x = leaf(w, d, [1, 2, ...sizes]).name;
	const weight = leaf(w, d, [3, 2, ...sizes.map(() => 2)]).name;
	const [stride, padding] = [d.between(1, 2), d.between(0, 1)];
	const bias = d.flag() ? `, bias=${leaf(w, d, [3]).name}` : '';
	const out = sizes.map((n) => Math.floor((n + 2 * padding - 2) / stride) + 1);
	const text = `F.conv${dims}d(${x}, ${weight}${bias}, stride=${stride}, padding=${padding})`;
	w.define(text, { shape: [1, 3, ...out], requiresGrad: true });
	if (dims === 1 || out.some((n) => n < 2)) return true;
	const { name } = w.variables.at(-1)!;
	const pool = d.of(['max_pool2d', 'avg_pool2d']);
	return w.define(`F.${pool}(${name}, 2, stride=1)`, {
		shape: [1, 3, ...out.map((n) => n - 1)],
		requiresGrad: true
	});
};

const lookup: Maker = (w, d) => {
	const index = wholes(d, [d.between(1, 4)], () => String(d.below(3)));
	// nothing goes on from these
	if (d.flag()) return w.line(`${w.name()} = F.one_hot(${index}, 3)`);
	const table = leaf(w, d, [3, 2]).name;
	return w.line(`${w.name()} = F.embedding(${index}, ${table})`);
};

export const productMakers: Readonly<Record<string, Maker>> = {
	matrix,
	vector,
	stack,
	added,
	layer,
	convolution,
	lookup
};
