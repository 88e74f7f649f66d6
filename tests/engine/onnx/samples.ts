/** For every row of the op table, calls to try on ONNX Runtime: operand types, attrs, values. */
import fc from 'fast-check';
import { convPlans } from './samples-conv.ts';
import { movingPlans } from './samples-moving.ts';
import { Builder, type Graph } from '../../../engine/graph.ts';
import type { OpName } from '../../../engine/ops/op.ts';
import { sizeOf, tensor, type DType, type Tensor } from '../../../engine/tensor.ts';
import { binary, NUMERIC_PLANS, pair, shape, unary, type Operand, type Plan } from './plans.ts';

export interface Call {
	readonly graph: Graph;
	readonly feeds: readonly Tensor[];
}

const extent = fc.integer({ min: 1, max: 5 });

const reduction = fc
	.tuple(shape, fc.constantFrom<readonly number[] | null>(null, [0], [-1]), fc.boolean())
	.map(([x, dim, keepdim]): Plan => ({ operands: [{ shape: x }], attrs: { dim, keepdim } }));

const bound = fc.option(fc.constantFrom(-1.5, 0, 0.25), { nil: null });
const exponent = fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 2, 3, 4, 2.5);

const PLANS: { readonly [K in OpName]: fc.Arbitrary<Plan> } = {
	add: binary,
	sub: binary,
	mul: binary,
	div: binary,
	neg: unary,
	pow: fc.tuple(unary, exponent).map(([plan, n]) => ({ ...plan, attrs: { exponent: n } })),
	clamp: fc
		.tuple(unary, bound, bound)
		.filter(([, min, max]) => min !== null || max !== null)
		.map(([plan, min, max]) => ({ ...plan, attrs: { min, max } })),
	relu: unary,
	lt: binary,
	le: binary,
	gt: binary,
	ge: binary,
	eq: binary,
	ne: binary,
	where: pair.map(([a, b]) => ({
		operands: [{ shape: a, dtype: 'bool' }, { shape: b }, { shape: a }]
	})),
	masked_fill: fc.tuple(shape, fc.constantFrom(0, -2.5, 2 ** 100)).map(([x, value]) => ({
		operands: [{ shape: x }, { shape: x, dtype: 'bool' }],
		attrs: { value }
	})),
	...movingPlans,
	...convPlans,
	mm: fc
		.tuple(extent, fc.integer({ min: 1, max: 40 }), extent)
		.map(([n, k, m]) => ({ operands: [{ shape: [n, k] }, { shape: [k, m] }] })),
	t: fc.array(extent, { maxLength: 2 }).map((x) => ({ operands: [{ shape: x }] })),
	sum: reduction,
	mean: reduction,
	expand: fc.tuple(shape, extent).map(([x, lead]) => ({
		operands: [{ shape: x }],
		attrs: { shape: [lead, ...x] }
	})),
	reshape: shape.map((x) => ({ operands: [{ shape: x }], attrs: { shape: [-1] } })),
	clone: unary,
	detach: unary,
	cast: fc
		.tuple(unary, fc.constantFrom<DType>('int64', 'bool', 'float32'))
		.map(([plan, dtype]) => ({ ...plan, attrs: { dtype } })),
	zeros_like: unary,
	ones_like: unary,
	...NUMERIC_PLANS
};

/** Full float32 mantissas in [−8, 8] at several scales, none near overflow when squared or inverted. */
const dense = fc
	.tuple(fc.integer({ min: -(2 ** 23), max: 2 ** 23 }), fc.nat(6))
	.map(([mantissa, scale]) => mantissa / 2 ** (20 + scale));

interface Wanted {
	readonly dtype: DType;
	readonly own?: Operand['values'];
	readonly size: number;
}

/** Small values with many ties and zeros, so that comparisons and clamps meet their edges. */
function values({ dtype, own, size }: Wanted): fc.Arbitrary<Tensor['data']> {
	const element =
		own ??
		(dtype === 'bool'
			? fc.nat(1)
			: dtype === 'int64'
				? fc.integer({ min: -9, max: 9 })
				: fc.oneof(fc.constantFrom(0, -1.5, 0.25, 1), dense));
	return fc
		.array(element, { minLength: size, maxLength: size })
		.map((list) => tensor(list, [size], dtype).data);
}

/** A graph of the one op, with values for its inputs. `dtype`: of the operands that are free in it. */
export function callsOf(op: OpName, dtype: DType = 'float32'): fc.Arbitrary<Call> {
	return PLANS[op].chain(({ operands, attrs }) => {
		const types = operands.map((each) => ({ dtype, ...each }));
		const builder = new Builder('float32');
		const inputs = types.map((type) => builder.input(type.shape, type.dtype));
		const result = builder.add(op, inputs, attrs);
		const graph = { nodes: [...inputs, result] };
		return fc
			.tuple(
				...types.map(({ dtype, shape, values: given, below }) => {
					const own = below === undefined ? given : fc.nat(below - 1);
					return values({ dtype, own, size: sizeOf(shape) });
				})
			)
			.map((data) => ({ graph, feeds: types.map((type, i) => ({ ...type, data: data[i] })) }));
	});
}
