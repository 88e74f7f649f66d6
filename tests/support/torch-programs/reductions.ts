/** Functions that make one entry of many: sums, extremes, spreads, softmax, running totals. */
import { sizeOf, type Shape } from '#engine/tensor.ts';
import type { Draws } from './draws.ts';
import type { Maker, Variable } from './writer.ts';

export function dimOf(d: Draws, { length }: Shape): number {
	return d.between(-length, length - 1);
}

/** The shape without dimension `dim`, or with 1 in its place. */
export function without(shape: Shape, dim: number, keepdim: boolean): Shape {
	const at = dim < 0 ? dim + shape.length : dim;
	return keepdim
		? shape.map((extent, i) => (i === at ? 1 : extent))
		: shape.filter((_, i) => i !== at);
}

interface Over {
	readonly text: string;
	readonly shape: Shape;
}

/** Arguments `dim` and `keepdim`: one dimension, none, or (where `several`) a few. */
function over(d: Draws, { shape }: Variable, several: boolean): Over {
	if (shape.length === 0 || d.seldom(3)) return { text: '', shape: [] };
	const keepdim = d.seldom(3);
	const keep = keepdim ? ', keepdim=True' : '';
	const dim = dimOf(d, shape);
	if (several && shape.length > 1 && d.seldom(4)) {
		const rest = without(without(shape, 0, true), 1, true);
		return { text: `(0, 1)${keep}`, shape: keepdim ? rest : shape.slice(2) };
	}
	return { text: `${d.flag() ? 'dim=' : ''}${dim}${keep}`, shape: without(shape, dim, keepdim) };
}

const call = (d: Draws, x: string, name: string, args: string) =>
	d.flag() ? `${x}.${name}(${args})` : `torch.${name}(${[x, args].filter(Boolean).join(', ')})`;

const total: Maker = (w, d) => {
	const x = w.pick(d, () => true);
	if (!x) return false;
	const name = x.sort === 'float' ? d.of(['sum', 'mean']) : 'sum';
	const { text, shape } = over(d, x, true);
	const sort = x.sort === 'float' ? 'float' : 'int';
	return w.define(call(d, x.name, name, text), { shape, sort, requiresGrad: x.requiresGrad });
};

const product: Maker = (w, d) => {
	const x = w.pick(d, ({ sort, shape }) => sort !== 'bool' && sizeOf(shape) < 30);
	if (!x) return false;
	const { text, shape } = over(d, x, false);
	return w.define(call(d, x.name, 'prod', text), {
		shape,
		sort: x.sort,
		requiresGrad: x.requiresGrad
	});
};

const extreme: Maker = (w, d) => {
	const x = w.pick(d, ({ sort, shape }) => sort !== 'bool' && sizeOf(shape) > 0);
	if (!x) return false;
	const { sort, requiresGrad } = x;
	const { text, shape } = over(d, x, false);
	const name = d.of(['max', 'min', 'amax', 'amin', 'argmax', 'argmin']);
	const result = call(d, x.name, name, text);
	if (name.startsWith('arg')) return w.define(result, { shape, sort: 'int' });
	// max over a dimension gives the indices too
	if (name.length > 3 || text === '') return w.define(result, { shape, sort, requiresGrad });
	if (d.flag()) return w.define(`${result}.values`, { shape, sort, requiresGrad });
	const [values, indices] = [w.name(), w.name()];
	w.line(`${values}, ${indices} = ${result}`);
	w.note(values, { shape, sort, requiresGrad });
	w.note(indices, { shape, sort: 'int' });
	return true;
};

const spread: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	const { text, shape } = over(d, x, false);
	const name = d.of(['var', 'std', 'norm', 'logsumexp']);
	const { requiresGrad } = x;
	if (name === 'norm') {
		const p = d.of(['', '1', '2', "float('inf')", '3']);
		return w.define(`${x.name}.norm(${p})`, { shape: [], requiresGrad });
	}
	if (name === 'logsumexp') {
		if (text === '' || x.shape.length === 0) return false;
		return w.define(call(d, x.name, name, text), { shape, requiresGrad });
	}
	const unbiased = d.seldom(3) ? 'unbiased=False' : '';
	return w.define(call(d, x.name, name, [text, unbiased].filter(Boolean).join(', ')), {
		shape,
		requiresGrad
	});
};

const softmax: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => shape.length > 0);
	if (!x) return false;
	const { name, shape, requiresGrad } = x;
	const f = d.of(['softmax', 'log_softmax']);
	const dim = dimOf(d, shape);
	const text = d.of([
		`F.${f}(${name}, dim=${dim})`,
		`torch.${f}(${name}, ${dim})`,
		`${name}.${f}(${dim})`
	]);
	return w.define(text, { shape, requiresGrad });
};

const running: Maker = (w, d) => {
	const x = w.float(d, ({ shape }) => shape.length > 0);
	if (!x) return false;
	const { name, shape, requiresGrad } = x;
	return w.define(call(d, name, 'cumsum', String(dimOf(d, shape))), { shape, requiresGrad });
};

const truths: Maker = (w, d) => {
	const x = w.pick(d, ({ sort }) => sort === 'bool');
	if (!x) return false;
	return w.define(`${x.name}.${d.of(['any', 'all'])}()`, { shape: [], sort: 'bool' });
};

const distance: Maker = (w, d) => {
	const x = w.float(d);
	const y = x && w.float(d, ({ shape }) => shape.join() === x.shape.join());
	if (!x || !y) return false;
	const requiresGrad = x.requiresGrad || y.requiresGrad;
	const p = d.of(['', ', 1', ', 3', ", float('inf')"]);
	return w.define(`torch.dist(${x.name}, ${y.name}${p})`, { shape: [], requiresGrad });
};

export const reductionMakers: Readonly<Record<string, Maker>> = {
	total,
	product,
	extreme,
	spread,
	softmax,
	running,
	truths,
	distance
};
