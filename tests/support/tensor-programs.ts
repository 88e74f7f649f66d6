/** fast-check generator of training lessons as Python text: random ops on leaves of random shapes. */
import fc from 'fast-check';
import { sizeOf, type Shape } from '#engine/tensor.ts';

interface Named {
	readonly name: string;
	readonly shape: Shape;
}

/** What an op makes of the operands drawn for it; null where their shapes do not fit. */
type Maker = (a: Named, b: Named, n: number) => readonly [text: string, shape: Shape] | null;

const matrix = ({ shape }: Named) => shape.length === 2;
const same = (a: Named, b: Named) => a.shape.join() === b.shape.join();
const alike =
	(text: (a: string, b: string) => string): Maker =>
	(a, b) =>
		same(a, b) ? [text(a.name, b.name), a.shape] : null;
const unary =
	(text: (a: string, n: number) => string): Maker =>
	(a, _, n) => [text(a.name, n), a.shape];

const makers: readonly Maker[] = [
	alike((a, b) => `${a} + ${b}`),
	alike((a, b) => `${a} - ${b}`),
	alike((a, b) => `${a} * ${b}`),
	alike((a, b) => `${a} / (${b} * ${b} + 1)`),
	alike((a, b) => `torch.where(${a} > ${b}, ${a}, ${b} * 2)`),
	unary((a, n) => `${n} - ${a}`),
	unary((a, n) => `${a} * ${n} + 0.5`),
	unary((a) => `-${a}`),
	unary((a) => `${a} ** 2`),
	unary((a) => `${a}.clamp(min=0)`),
	unary((a, n) => `torch.relu(${a} - ${n})`),
	unary((a, n) => `${a}.clamp(-2, ${Math.abs(n)})`),
	unary((a, n) => `${a}.masked_fill(${a} < ${n}, 0.25)`),
	unary((a) => `${a}.clone()`),
	unary((a) => `${a} * ${a}.mean()`),
	(a, b) =>
		matrix(a) && matrix(b) && a.shape[1] === b.shape[0]
			? [`${a.name}.mm(${b.name})`, [a.shape[0], b.shape[1]]]
			: null,
	(a, b) =>
		matrix(a) && matrix(b) && a.shape[0] === b.shape[0]
			? [`${a.name}.t() @ ${b.name}`, [a.shape[1], b.shape[1]]]
			: null,
	(a) => (matrix(a) ? [`${a.name}.t()`, [a.shape[1], a.shape[0]]] : null),
	(a) => (matrix(a) ? [`${a.name}.sum(0)`, [a.shape[1]]] : null),
	(a) => (matrix(a) ? [`${a.name}.mean(1, keepdim=True)`, [a.shape[0], 1]] : null),
	(a) => [`${a.name}.reshape(-1)`, [sizeOf(a.shape)]]
];

const draw = fc.record({
	maker: fc.nat(),
	a: fc.nat(),
	b: fc.nat(),
	n: fc.constantFrom(0.5, -1.5, 2)
});

const leafShapes = fc.constantFrom<Shape>([2, 3], [3, 2], [3, 3], [1, 3], [3]);

function nested(values: readonly number[], shape: Shape): string {
	if (shape.length === 0) return String(values[0]);
	const part = values.length / shape[0];
	const rows = Array.from({ length: shape[0] }, (_, i) =>
		nested(values.slice(i * part, (i + 1) * part), shape.slice(1))
	);
	return `[${rows.join(', ')}]`;
}

const leaves = fc.array(
	leafShapes.chain((shape) =>
		fc.record({
			shape: fc.constant(shape),
			// odd multiples of 1/8 lie on none of the kinks above
			values: fc.array(
				fc.integer({ min: -8, max: 7 }).map((k) => (2 * k + 1) / 8),
				{ minLength: sizeOf(shape), maxLength: sizeOf(shape) }
			)
		})
	),
	{ minLength: 2, maxLength: 4 }
);

/** A lesson of `passes` iterations: leaves, a few ops, a scalar loss of all of them, an update. */
export function tensorLessons(passes: number): fc.Arbitrary<string> {
	return fc.tuple(leaves, fc.array(draw, { minLength: 1, maxLength: 7 })).map(([made, draws]) => {
		const values: Named[] = made.map(({ shape }, i) => ({ name: `w${i}`, shape }));
		const parameters = values.map(({ name }) => name);
		const body: string[] = [];
		for (const { maker, a, b, n } of draws) {
			const made = makers[maker % makers.length](
				values[a % values.length],
				values[b % values.length],
				n
			);
			if (!made) continue;
			const name = `v${body.length}`;
			body.push(`${name} = ${made[0]}`);
			values.push({ name, shape: made[1] });
		}
		const loss = values.map(({ name }) => `${name}.mean()`).join(' + ');
		return [
			'import torch',
			...made.map(
				({ shape, values }, i) =>
					`w${i} = torch.tensor(${nested(values, shape)}, requires_grad=True)`
			),
			`for step in range(${passes}):`,
			...body.map((line) => `    ${line}`),
			`    loss = ${loss}`,
			'    loss.backward()',
			`    for p in [${parameters.join(', ')}]:`,
			'        p.data -= 0.01 * p.grad',
			'        p.grad.zero_()',
			'    print(step, loss.item())',
			''
		].join('\n');
	});
}
