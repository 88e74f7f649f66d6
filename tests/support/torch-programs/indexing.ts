/** Picking entries: indices, slices, masks, whole-number tensors; and writing through them. */
import { sizeOf, type Shape } from '#engine/tensor.ts';
import type { Draws } from './draws.ts';
import { nested, type Maker, type Writer } from './writer.ts';
import { dimOf } from './reductions.ts';
import { floats } from './leaves.ts';

interface Part {
	readonly text: string;
	/** What it leaves of the dimensions that it takes. */
	readonly shape: Shape;
	readonly takes: 0 | 1;
}

/** A plain index of one dimension of `n` entries: a number, a slice, or a new dimension. */
function part(d: Draws, n: number): Part {
	const kind = d.below(6);
	if (kind === 0) return { text: String(d.between(-n, n - 1)), shape: [], takes: 1 };
	if (kind === 1) return { text: 'None', shape: [1], takes: 0 };
	if (kind === 2) return { text: ':', shape: [n], takes: 1 };
	const [from, to] = [d.between(0, n), d.between(0, n)];
	const step = d.between(1, 2);
	const low = Math.min(from, to);
	const high = Math.max(from, to);
	const text = step === 1 ? `${low}:${high}` : `${low}:${high}:${step}`;
	return { text, shape: [Math.ceil((high - low) / step)], takes: 1 };
}

/** Index text for a tensor of `shape`, and the shape that it picks. */
function plainIndex(d: Draws, shape: Shape): { text: string; shape: Shape } {
	const parts: string[] = [];
	const picked: number[] = [];
	let dim = 0;
	for (let count = d.between(1, shape.length + 1); count > 0 && dim < shape.length; count--) {
		const each = part(d, shape[dim]);
		parts.push(each.text);
		picked.push(...each.shape);
		dim += each.takes;
	}
	const rest = shape.slice(dim);
	if (d.seldom(5)) parts.push('...');
	return { text: parts.join(', '), shape: [...picked, ...rest] };
}

const hasEntries = ({ shape }: { shape: Shape }) => shape.length > 0 && sizeOf(shape) > 0;

const index: Maker = (w, d) => {
	const x = w.pick(d, hasEntries);
	if (!x) return false;
	const { name, sort, requiresGrad } = x;
	const { text, shape } = plainIndex(d, x.shape);
	return w.define(`${name}[${text}]`, { shape, sort, requiresGrad });
};

function picks(d: Draws, n: number, count: number): string[] {
	return Array.from({ length: count }, () => String(d.between(-n, n - 1)));
}

const byTensor: Maker = (w, d) => {
	const x = w.pick(d, hasEntries);
	if (!x) return false;
	const { name, shape, sort, requiresGrad } = x;
	const [n, ...rest] = shape;
	const made = { sort, requiresGrad };
	const list = picks(d, n, 3).join(', ');
	const square = nested(picks(d, n, 4), [2, 2]);
	const choices: (() => true)[] = [
		() => w.define(`${name}[[${list}]]`, { ...made, shape: [3, ...rest] }),
		() => w.define(`${name}[torch.tensor([${list}])]`, { ...made, shape: [3, ...rest] }),
		() => w.define(`${name}[torch.tensor(${square})]`, { ...made, shape: [2, 2, ...rest] })
	];
	if (rest.length > 0) {
		const other = picks(d, rest[0], 3).join(', ');
		choices.push(
			() => w.define(`${name}[[${list}], [${other}]]`, { ...made, shape: [3, ...rest.slice(1)] }),
			() => w.define(`${name}[:, [${other}]]`, { ...made, shape: [n, 3, ...rest.slice(1)] })
		);
	}
	return d.of(choices)();
};

/** How many a mask picks is known when it runs: what is made of them is of known shape again. */
const byMask: Maker = (w, d) => {
	const x = w.float(d, hasEntries);
	if (!x) return false;
	const { name, requiresGrad } = x;
	const mask = `${name} ${d.of(['>', '<='])} ${d.number()}`;
	return w.define(
		d.of([`${name}[${mask}].sum()`, `(torch.masked_select(${name}, ${mask}) * 2).sum()`]),
		{
			shape: [],
			requiresGrad
		}
	);
};

const gathering: Maker = (w, d) => {
	const x = w.pick(d, hasEntries);
	if (!x) return false;
	const { name, shape, sort, requiresGrad } = x;
	const dim = dimOf(d, shape);
	const at = dim < 0 ? dim + shape.length : dim;
	const positive = (count: number) =>
		Array.from({ length: count }, () => String(d.below(shape[at])));
	if (d.flag()) {
		const picked = shape.map((extent, i) => (i === at ? 2 : extent));
		return w.define(
			`torch.index_select(${name}, ${dim}, torch.tensor([${positive(2).join(', ')}]))`,
			{
				shape: picked,
				sort,
				requiresGrad
			}
		);
	}
	const index = nested(positive(sizeOf(shape)), shape);
	return w.define(`${name}.gather(${dim}, torch.tensor(${index}))`, { shape, sort, requiresGrad });
};

/** Writes into a copy, so that no leaf is touched. */
const writing: Maker = (w, d) => {
	const x = w.float(d, hasEntries);
	if (!x) return false;
	const { shape, requiresGrad } = x;
	w.define(`${x.name}.clone()`, { shape, requiresGrad });
	const { name } = w.variables.at(-1)!;
	const picked = plainIndex(d, shape);
	const value = d.of([d.number(), floats(d, picked.shape, false), `${name}[${picked.text}] * 2`]);
	return d.of<() => true>([
		() => w.line(`${name}[${picked.text}] = ${value}`),
		() => w.line(`${name}[${name} > ${d.number()}] = ${d.number()}`),
		() => w.line(`${name}[${d.below(shape[0])}] ${d.of(['+', '*'])}= ${d.number()}`)
	])();
};

export function noted(w: Writer): string {
	return w.variables.at(-1)!.name;
}

export const indexingMakers: Readonly<Record<string, Maker>> = {
	index,
	byTensor,
	byMask,
	gathering,
	writing
};
