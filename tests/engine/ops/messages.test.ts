/** What the shape column says of operands that do not fit: PyTorch 1.13's words, and a hint. */
import { describe, expect, test } from 'vitest';
import { opTable } from '#engine/ops/index.ts';
import type { Attrs, OpName } from '#engine/ops/op.ts';
import { ShapeError } from '#engine/shape.ts';
import type { DType, Shape } from '#engine/tensor.ts';

describe('messages', () => {
	const say = (op: OpName, types: [Shape, DType?][], attrs: Attrs = {}) => {
		try {
			opTable[op].shape(
				types.map(([shape, dtype = 'float32']) => ({ shape, dtype })),
				attrs
			);
		} catch (error) {
			if (error instanceof ShapeError) return error;
			throw error;
		}
		return null;
	};
	const reduce = (...dim: number[]) => ({ dim, keepdim: false });

	test.each<[string, OpName, [Shape, DType?][], Attrs?]>([
		['mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)', 'mm', [[[2, 3]], [[4, 5]]]],
		['self must be a matrix', 'mm', [[[2]], [[4, 5]]]],
		['mat2 must be a matrix', 'mm', [[[2, 3]], [[3]]]],
		['expected scalar type Float but found Double', 'mm', [[[2, 3]], [[3, 2], 'float64']]],
		[
			'"addmm_impl_cpu_" not implemented for \'Bool\'',
			'mm',
			[
				[[2, 3], 'bool'],
				[[3, 2], 'bool']
			]
		],
		['t() expects a tensor with <= 2 dimensions, but self is 3D', 't', [[[2, 3, 4]]]],
		[
			'The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1',
			'add',
			[[[2, 3]], [[4]]]
		],
		[
			'The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1',
			'masked_fill',
			[[[2, 3]], [[4], 'bool']],
			{ value: 0 }
		],
		[
			'Dimension out of range (expected to be in range of [-2, 1], but got 2)',
			'sum',
			[[[2, 3]]],
			reduce(2)
		],
		['dim 0 appears multiple times in the list of dims', 'sum', [[[2, 3]]], reduce(0, -2)],
		[
			'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long',
			'mean',
			[[[2], 'int64']],
			reduce()
		],
		[
			'expand(torch.FloatTensor{[2, 3]}, size=[4]): the number of sizes provided (1) must be greater or equal to the number of dimensions in the tensor (2)',
			'expand',
			[[[2, 3]]],
			{ shape: [4] }
		],
		[
			'The expanded size of the tensor (4) must match the existing size (2) at non-singleton dimension 0.  Target sizes: [4, 3].  Tensor sizes: [2, 3]',
			'expand',
			[[[2, 3]]],
			{ shape: [4, 3] }
		],
		[
			"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension 0",
			'expand',
			[[[3]]],
			{ shape: [-1, 3] }
		],
		["shape '[4]' is invalid for input of size 6", 'reshape', [[[2, 3]]], { shape: [4] }],
		["shape '[4, -1]' is invalid for input of size 6", 'reshape', [[[2, 3]]], { shape: [4, -1] }],
		['only one dimension can be inferred', 'reshape', [[[2, 3]]], { shape: [-1, -1] }],
		['invalid shape dimension -2', 'reshape', [[[2, 3]]], { shape: [-2, -3] }],
		[
			'cannot reshape tensor of 0 elements into shape [0, -1] because the unspecified dimension size -1 can be any value and is ambiguous',
			'reshape',
			[[[0, 3]]],
			{ shape: [0, -1] }
		],
		[
			"torch.clamp: At least one of 'min' or 'max' must not be None",
			'clamp',
			[[[2]]],
			{ min: null, max: null }
		],
		[
			'Integers to negative integer powers are not allowed.',
			'pow',
			[[[2], 'int64']],
			{ exponent: -1 }
		],
		[
			'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.',
			'sub',
			[
				[[], 'bool'],
				[[], 'bool']
			]
		],
		[
			'Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
			'sub',
			[[[], 'bool'], [[]]]
		],
		[
			'Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
			'neg',
			[[[], 'bool']]
		],
		['Boolean inputs not supported for relu', 'relu', [[[], 'bool']]],
		[
			'where expected condition to be a boolean tensor, but got a tensor with dtype Float',
			'where',
			[[[2]], [[2]], [[2]]]
		]
	])('%s', (message, op, types, attrs) => {
		expect(say(op, types, attrs)?.message).toBe(message);
	});

	test('mm says to the learner which inner sizes differ', () => {
		expect(say('mm', [[[64, 1000]], [[100, 10]]])?.hint).toMatch(
			/64×1000 cannot meet 100×10, since the inner sizes 1000 and 100 differ/
		);
	});
});
