/** Functions that move entries or give them another shape, joins and splits. */
import { sizeOf, type Shape } from '#engine/tensor.ts';
import type { Draws } from './draws.ts';
import { dimOf, without } from './reductions.ts';
import { tuple, type Maker, type Variable, type Writer } from './writer.ts';

const at = (shape: Shape, dim: number) => (dim < 0 ? dim + shape.length : dim);

/** Two factors of the size, or the size itself. */
function otherShape(d: Draws, size: number): Shape {
	const divisors = [1, 2, 3, 4, 5].filter((n) => size % n === 0);
	const first = d.of(divisors);
	return d.flag() ? [size] : [first, size / first];
}

const reshape: Maker = (w, d) => {
	const x = w.pick(d, ({ shape }) => sizeOf(shape) > 0);
	if (!x) return false;
	const { name, sort, requiresGrad } = x;
	const shape = otherShape(d, sizeOf(x.shape));
	const hidden = d.flag() ? [-1, ...shape.slice(1)] : shape;
	const f = d.of(['reshape', 'view']);
	// a view needs memory that lies in order
	const from = f === 'view' ? `${name}.contiguous()` : name;
	return w.define(`${from}.${f}(${hidden.join(', ')})`, { shape, sort, requiresGrad });
};

const turn: Maker = (w, d) => {
	const x = w.pick(d, ({ shape }) => shape.length > 1);
	if (!x) return false;
	const { name, shape, sort, requiresGrad } = x;
	const [i, j] = [dimOf(d, shape), dimOf(d, shape)];
	const swapped = [...shape];
	[swapped[at(shape, i)], swapped[at(shape, j)]] = [shape[at(shape, j)], shape[at(shape, i)]];
	const reversed = [...shape].reverse();
	const dims = shape.map((_, k) => (k + 1) % shape.length);
	const made = { sort, requiresGrad };
	const choices: (() => true)[] = [
		() => w.define(`${name}.transpose(${i}, ${j})`, { ...made, shape: swapped }),
		() =>
			w.define(`${name}.permute(${dims.join(', ')})`, {
				...made,
				shape: dims.map((k) => shape[k])
			}),
		() =>
			w.define(`${name}.mT`, { ...made, shape: [...shape.slice(0, -2), ...reversed.slice(0, 2)] })
	];
	if (shape.length === 2) {
		choices.push(() => w.define(d.of([`${name}.t()`, `${name}.T`]), { ...made, shape: reversed }));
	}
	return d.of(choices)();
};

const ones: Maker = (w, d) => {
	const x = w.pick(d, ({ shape }) => shape.length < 4);
	if (!x) return false;
	const { name, shape, sort, requiresGrad } = x;
	const place = d.between(0, shape.length);
	const wider = [...shape.slice(0, place), 1, ...shape.slice(place)];
	const made = { sort, requiresGrad };
	const thin = shape.findIndex((extent) => extent === 1);
	const choices: (() => true)[] = [
		() => w.define(`${name}.unsqueeze(${place})`, { ...made, shape: wider }),
		() => w.define(`torch.squeeze(${name})`, { ...made, shape: shape.filter((n) => n !== 1) }),
		() => w.define(`${name}.flatten()`, { ...made, shape: [sizeOf(shape)] })
	];
	if (thin >= 0) {
		choices.push(() =>
			w.define(`${name}.squeeze(${thin})`, { ...made, shape: without(shape, thin, false) })
		);
	}
	return d.of(choices)();
};

const repeat: Maker = (w, d) => {
	const x = w.pick(d, ({ shape }) => shape.length < 3 && sizeOf(shape) < 30);
	if (!x) return false;
	const { name, shape, sort, requiresGrad } = x;
	const wider = [2, ...shape];
	const made = { sort, requiresGrad };
	const choices: (() => true)[] = [
		() => w.define(`${name}.expand(${wider.join(', ')})`, { ...made, shape: wider }),
		() =>
			w.define(`${name}.repeat(${[2, ...shape.map(() => 1)].join(', ')})`, {
				...made,
				shape: [2, ...shape]
			})
	];
	if (shape.length > 0) {
		const dim = dimOf(d, shape);
		const step = d.between(-2, 2);
		choices.push(
			() => w.define(`torch.flip(${name}, [${dim}])`, { ...made, shape }),
			() => w.define(`torch.roll(${name}, ${step}, ${dim})`, { ...made, shape })
		);
	}
	if (shape.length === 2) {
		const f = d.of(['tril', 'triu']);
		choices.push(() => w.define(`torch.${f}(${name}, ${d.between(-1, 1)})`, { ...made, shape }));
	}
	return d.of(choices)();
};

function alike(w: Writer, d: Draws, x: Variable): Variable {
	const { shape, sort } = x;
	return w.pick(d, (y) => y.sort === sort && y.shape.join() === shape.join()) ?? x;
}

const join: Maker = (w, d) => {
	const x = w.pick(d, ({ shape }) => shape.length > 0);
	if (!x) return false;
	const y = alike(w, d, x);
	const { shape, sort } = x;
	const requiresGrad = x.requiresGrad || y.requiresGrad;
	const list = `${x.name}, ${y.name}`;
	const dim = dimOf(d, shape);
	if (d.flag()) {
		const joined = shape.map((extent, i) => (i === at(shape, dim) ? 2 * extent : extent));
		return w.define(`torch.cat([${list}], dim=${dim})`, { shape: joined, sort, requiresGrad });
	}
	const place = d.between(0, shape.length);
	const stacked = [...shape.slice(0, place), 2, ...shape.slice(place)];
	return w.define(`torch.stack((${list}), ${place})`, { shape: stacked, sort, requiresGrad });
};

const split: Maker = (w, d) => {
	const x = w.pick(d, ({ shape }) => shape.length > 0 && shape[0] > 1);
	if (!x) return false;
	const { name, shape, sort, requiresGrad } = x;
	const [n, ...rest] = shape;
	const [first, second] = [w.name(), w.name()];
	const made = { sort, requiresGrad };
	const half = Math.ceil(n / 2);
	const text = d.of([
		`${name}.chunk(2)`,
		`torch.split(${name}, [${half}, ${n - half}])`,
		`torch.split(${name}, ${half}, dim=0)`
	]);
	w.line(`${first}, ${second} = ${text}`);
	w.note(first, { ...made, shape: [half, ...rest] });
	w.note(second, { ...made, shape: [n - half, ...rest] });
	return true;
};

const sizes: Maker = (w, d) => {
	const x = w.pick(d, () => true);
	if (!x) return false;
	const { name, shape } = x;
	const text = d.of([
		`${name}.shape`,
		`${name}.size()`,
		`${name}.dim(), ${name}.numel()`,
		`len(${name}.shape), ${name}.dtype`
	]);
	w.line(`print(${text})`);
	return (
		shape.length === 0 ||
		w.line(`print(${name}.shape[${dimOf(d, shape)}], tuple(${name}.shape) == ${tuple(shape)})`)
	);
};

export const shapeMakers: Readonly<Record<string, Maker>> = {
	reshape,
	turn,
	ones,
	repeat,
	join,
	split,
	sizes
};
