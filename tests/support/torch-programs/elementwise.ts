/** Functions entry by entry: arithmetic, functions of one argument, comparisons, logic, choices. */
import { floats, truths, wholes } from './leaves.ts';
import { meet, type Maker, type Sort, type Variable, type Writer } from './writer.ts';
import type { Draws } from './draws.ts';

/** A function of one argument, with how to keep a float in its domain and small. */
const UNARY: readonly (readonly [name: string, tame: string])[] = [
	['neg', '{}'],
	['abs', '{}'],
	['exp', '{} * 0.25'],
	['expm1', '{} * 0.25'],
	['log', '{}.abs() + 0.5'],
	['log1p', '{}.abs()'],
	['log2', '{}.abs() + 0.5'],
	['log10', '{}.abs() + 0.5'],
	['sqrt', '{}.abs() + 0.125'],
	['rsqrt', '{}.abs() + 0.125'],
	['reciprocal', '{}.abs() + 0.5'],
	['square', '{}'],
	['sin', '{}'],
	['cos', '{}'],
	['tan', '{} * 0.125'],
	['tanh', '{}'],
	['sigmoid', '{}'],
	['erf', '{}'],
	['relu', '{}'],
	['sign', '{}'],
	['floor', '{}'],
	['ceil', '{}'],
	['round', '{}']
];

/** PyTorch has these for floats, or for whole numbers too. */
const OF_WHOLES = new Set([
	'neg',
	'abs',
	'square',
	'sign',
	'relu',
	'exp',
	'sigmoid',
	'sqrt',
	'tanh',
	'sin'
]);
const KEEPS_WHOLE = new Set(['neg', 'abs', 'square', 'sign', 'relu']);

const unary: Maker = (w, d) => {
	const x = w.pick(d, ({ sort }) => sort !== 'bool');
	if (!x) return false;
	const [name, tame] = d.of(UNARY);
	const { shape, requiresGrad, sort } = x;
	if (sort === 'int' && !OF_WHOLES.has(name)) return false;
	const inner = sort === 'int' || d.seldom(4) ? x.name : tame.replace('{}', x.name);
	const made = {
		shape,
		requiresGrad,
		sort: sort === 'int' && KEEPS_WHOLE.has(name) ? sort : 'float'
	} as const;
	return w.define(d.flag() ? `torch.${name}(${inner})` : `(${inner}).${name}()`, made);
};

const SORTS: readonly Sort[] = ['bool', 'int', 'float'];

function widest(...sorts: readonly Sort[]): Sort {
	return SORTS[Math.max(...sorts.map((sort) => SORTS.indexOf(sort)))];
}

interface Pair {
	readonly a: Variable;
	readonly b: Variable;
	readonly shape: readonly number[];
	readonly requiresGrad: boolean;
}

/** Two tensors that meet. */
export function pairOf(
	w: Writer,
	d: Draws,
	fits: (x: Variable) => boolean = () => true
): Pair | null {
	const a = w.pick(d, fits);
	const b = a && w.pick(d, (x) => fits(x) && meet(a.shape, x.shape) !== null);
	if (!a || !b) return null;
	const [x, y] = d.flag() ? [a, b] : [b, a];
	return {
		a: x,
		b: y,
		shape: meet(x.shape, y.shape)!,
		requiresGrad: x.requiresGrad || y.requiresGrad
	};
}

const arithmetic: Maker = (w, d) => {
	const pair = pairOf(w, d);
	if (!pair) return false;
	const { a, b, shape, requiresGrad } = pair;
	const sort = widest(a.sort, b.sort);
	const [symbol, name] = d.of([
		['+', 'add'],
		['-', 'sub'],
		['*', 'mul'],
		['/', 'div'],
		['%', 'remainder']
	] as const);
	if (sort === 'bool' && symbol !== '*' && symbol !== '/') return false;
	if (symbol === '-' && (a.sort === 'bool' || b.sort === 'bool')) return false;
	const made = { shape, requiresGrad, sort: symbol === '/' ? ('float' as const) : sort };
	const text = d.of([
		`${a.name} ${symbol} ${b.name}`,
		`${a.name} ${symbol} ${b.name}`,
		`torch.${name}(${a.name}, ${b.name})`,
		`${a.name}.${name}(${b.name})`
	]);
	return w.define(text, made);
};

const withNumber: Maker = (w, d) => {
	const x = w.pick(d, ({ sort }) => sort !== 'bool');
	if (!x) return false;
	const symbol = d.of(['+', '-', '*', '/', '%', '//']);
	const isWhole = d.flag();
	const n = isWhole ? d.of(['1', '2', '3', '-2', '5']) : d.number();
	const isFloat = x.sort === 'float' || !isWhole || symbol === '/';
	// of // PyTorch has no gradient, of a number % a tensor neither
	const requiresGrad = x.requiresGrad && symbol !== '//' && symbol !== '%';
	const flips = d.flag() && symbol !== '//' && symbol !== '%';
	const operand = requiresGrad === x.requiresGrad ? x.name : `${x.name}.detach()`;
	const text = flips ? `${n} ${symbol} ${operand}` : `${operand} ${symbol} ${n}`;
	return w.define(text, { shape: x.shape, sort: isFloat ? 'float' : 'int', requiresGrad });
};

const power: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	const { name, shape, requiresGrad } = x;
	const base = d.seldom(3) ? name : `(${name}.abs() + 0.5)`;
	const n = d.of(['2', '3', '0', '1', '-1', '0.5', '-0.5', '1.5', '2.0']);
	const text = d.of([
		`${name} ** ${d.of(['2', '3'])}`,
		`${base} ** ${n}`,
		`torch.pow(${base}, ${n})`,
		`2 ** ${name}`,
		`${base} ** ${floats(d, shape, false)}`,
		`${base}.pow(${name})`
	]);
	return w.define(text, { shape, requiresGrad });
};

const comparison: Maker = (w, d) => {
	const pair = pairOf(w, d);
	if (!pair) return false;
	const { a, b } = pair;
	const [symbol, name] = d.of([
		['<', 'lt'],
		['<=', 'le'],
		['>', 'gt'],
		['>=', 'ge'],
		['==', 'eq'],
		['!=', 'ne']
	] as const);
	if (d.flag())
		return w.define(`${a.name} ${symbol} ${d.number()}`, { shape: a.shape, sort: 'bool' });
	const text = d.flag() ? `${a.name} ${symbol} ${b.name}` : `torch.${name}(${a.name}, ${b.name})`;
	return w.define(text, { shape: pair.shape, sort: 'bool' });
};

const logic: Maker = (w, d) => {
	const pair = pairOf(w, d, ({ sort }) => sort !== 'float');
	if (!pair) return false;
	const { a, b, shape } = pair;
	const sort = widest(a.sort, b.sort);
	const symbol = d.of(['&', '|', '^']);
	const named = d.of(['and', 'or', 'xor']);
	return d.of<() => true>([
		() => w.define(`${a.name} ${symbol} ${b.name}`, { shape, sort }),
		() => w.define(`~${a.name}`, { shape: a.shape, sort: a.sort }),
		() => w.define(`torch.logical_${named}(${a.name}, ${b.name})`, { shape, sort: 'bool' }),
		() => w.define(`torch.logical_not(${a.name})`, { shape: a.shape, sort: 'bool' }),
		() => w.define(`torch.bitwise_${named}(${a.name}, ${b.name})`, { shape, sort })
	])();
};

const wholeDivision: Maker = (w, d) => {
	const x = w.pick(d, ({ sort }) => sort === 'int');
	if (!x) return false;
	const symbol = d.of(['//', '%']);
	const divisor = d.flag()
		? d.of(['2', '3', '-2'])
		: wholes(d, x.shape, () => d.of(['1', '2', '-3', '5']));
	return w.define(`${x.name} ${symbol} ${divisor}`, { shape: x.shape, sort: 'int' });
};

const extreme: Maker = (w, d) => {
	const pair = pairOf(w, d, ({ sort }) => sort !== 'bool');
	if (!pair) return false;
	const { a, b, shape, requiresGrad } = pair;
	const name = d.of(['maximum', 'minimum']);
	const sort = widest(a.sort, b.sort);
	return w.define(`torch.${name}(${a.name}, ${b.name})`, { shape, sort, requiresGrad });
};

const choice: Maker = (w, d) => {
	const pair = pairOf(w, d, ({ sort }) => sort === 'float');
	if (!pair) return false;
	const { a, b, shape, requiresGrad } = pair;
	const mask = d.flag() ? `${a.name} > ${d.number()}` : truths(d, shape);
	return d.of<() => true>([
		() => w.define(`torch.where(${mask}, ${a.name}, ${b.name})`, { shape, requiresGrad }),
		() =>
			w.define(`torch.where(${a.name} > 0, ${a.name}, 0.5)`, {
				shape: a.shape,
				requiresGrad: a.requiresGrad
			})
	])();
};

const fill: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	const { name, shape, requiresGrad } = x;
	const mask = d.flag() ? `${name} < ${d.number()}` : truths(d, shape);
	const value = d.of([d.number(), "float('-inf')", '0', '-1e9']);
	return w.define(`${name}.masked_fill(${mask}, ${value})`, { shape, requiresGrad });
};

const cut: Maker = (w, d) => {
	const x = w.pick(d, ({ sort }) => sort !== 'bool');
	if (!x) return false;
	const { name, shape, sort, requiresGrad } = x;
	const [low, high] =
		sort === 'int' ? ['-1', '2'] : [d.of(['-1', '0', '0.5']), d.of(['1', '2.5', '-2'])];
	const text = d.of([
		`${name}.clamp(min=${low})`,
		`${name}.clamp(max=${high})`,
		`torch.clamp(${name}, ${low}, ${high})`,
		`${name}.clip(${low}, ${high})`
	]);
	return w.define(text, { shape, sort: text.includes('.5') ? 'float' : sort, requiresGrad });
};

const fused: Maker = (w, d) => {
	const x = w.float(d);
	if (!x) return false;
	const same = () => w.float(d, ({ shape }) => shape.join() === x.shape.join())!;
	const [a, b] = [same(), same()];
	const requiresGrad = x.requiresGrad || a.requiresGrad || b.requiresGrad;
	const name = d.of(['addcmul', 'addcdiv']);
	const divisor = name === 'addcdiv' ? `${b.name}.abs() + 0.5` : b.name;
	const value = d.flag() ? `, value=${d.number()}` : '';
	return w.define(`torch.${name}(${x.name}, ${a.name}, ${divisor}${value})`, {
		shape: x.shape,
		requiresGrad
	});
};

const cast: Maker = (w, d) => {
	const x = w.pick(d, () => true);
	if (!x) return false;
	const { name, shape } = x;
	// a NaN becomes another whole number on every processor
	const finite =
		x.sort === 'float' ? `${name}.detach().clamp(-9, 9).masked_fill(${name}.isnan(), 0)` : name;
	return d.of<() => true>([
		() => w.define(`${name}.float()`, { shape, requiresGrad: x.requiresGrad }),
		() => w.define(`${finite}.long()`, { shape, sort: 'int' }),
		() => w.define(`${name}.bool()`, { shape, sort: 'bool' }),
		() => w.define(`${name}.to(torch.float32)`, { shape, requiresGrad: x.requiresGrad })
	])();
};

export const elementwiseMakers: Readonly<Record<string, Maker>> = {
	unary,
	arithmetic,
	withNumber,
	power,
	comparison,
	logic,
	wholeDivision,
	extreme,
	choice,
	fill,
	cut,
	fused,
	cast
};
