/** Calls of the rows of functions, extremes, powers and logic, for ONNX Runtime. */
import fc from 'fast-check';
import type { Attrs } from '../../../engine/ops/op.ts';
import type { DType, Shape } from '../../../engine/tensor.ts';

export interface Operand {
	readonly shape: Shape;
	readonly dtype?: DType;
	/** Whole numbers from 0 to below this: an index. */
	readonly below?: number;
	/** Where the op is defined on few numbers, or grows beyond float32 on many. */
	readonly values?: fc.Arbitrary<number>;
}

export interface Plan {
	readonly operands: readonly Operand[];
	readonly attrs?: Attrs;
}

const extent = fc.integer({ min: 1, max: 5 });
export const shape = fc.array(extent, { maxLength: 3 });
export const unary = shape.map((x): Plan => ({ operands: [{ shape: x }] }));

/** Two shapes that broadcast: the second drops leading dimensions or stretches some. */
export const pair = fc
	.tuple(shape, fc.nat(3), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), fc.boolean())
	.map(([a, drop, stretch, swap]): [Shape, Shape] => {
		const b = a.map((size, i) => (stretch[i] ? 1 : size)).slice(drop);
		return swap ? [b, a] : [a, b];
	});
export const binary = pair.map(([a, b]): Plan => ({ operands: [{ shape: a }, { shape: b }] }));

const extreme = fc
	.tuple(
		shape.filter((x) => x.length > 0),
		fc.constantFrom<readonly number[] | null>(null, [0], [-1]),
		fc.boolean()
	)
	.map(([x, dim, keepdim]): Plan => ({
		operands: [{ shape: x }],
		attrs: { dim, keepdim, ties: 'share' }
	}));

const exponents = fc.constantFrom(-2, -1, 0, 1, 2, 3, 0.5, 1.5, -0.5);
/** So few entries that their product stays a float32. */
const few = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 });
const steps = fc.oneof(
	unary,
	shape.map((x): Plan => ({
		operands: [{ shape: x, values: fc.integer({ min: -9, max: 9 }).map((k) => k / 2) }]
	}))
);

export const NUMERIC_PLANS = {
	exp: unary,
	expm1: unary,
	log: unary,
	log1p: unary,
	sqrt: unary,
	sin: unary,
	cos: unary,
	tanh: unary,
	sigmoid: unary,
	erf: unary,
	abs: unary,
	sign: unary,
	floor: steps,
	ceil: steps,
	round: steps,
	maximum: binary,
	minimum: binary,
	amax: extreme,
	amin: extreme,
	attains: binary,
	power: pair.map(([a, b]): Plan => ({
		operands: [{ shape: a }, { shape: b, values: exponents }]
	})),
	remainder: binary,
	cumsum: fc
		.tuple(
			shape.filter((x) => x.length > 0),
			fc.constantFrom(0, -1),
			fc.boolean()
		)
		.map(([x, dim, reverse]): Plan => ({ operands: [{ shape: x }], attrs: { dim, reverse } })),
	binary_cross_entropy: pair.map(([a, b]): Plan => ({
		operands: [a, b].map((each) => ({ shape: each, values: fc.nat(64).map((k) => k / 64) }))
	})),
	prod: fc
		.tuple(few, fc.constantFrom(null, 0, -1), fc.boolean())
		.map(([x, dim, keepdim]): Plan => ({ operands: [{ shape: x }], attrs: { dim, keepdim } })),
	prod_others: fc
		.tuple(few, fc.constantFrom(0, -1))
		.map(([x, dim]): Plan => ({ operands: [{ shape: x }], attrs: { dim } })),
	logical_and: binary,
	logical_or: binary,
	logical_xor: binary,
	logical_not: unary
};
