import { expect, test } from 'vitest';
import { encodeModel } from '../../../engine/backends/onnx/encode.ts';
import { decode, integers, messages, texts } from './decode.ts';

const model = decode(
	encodeModel({
		nodes: [
			{
				opType: 'Gemm',
				inputs: ['a', '', 'b'],
				output: 'c',
				attributes: { transA: { int: 1 }, alpha: { float: 0.5 } }
			},
			{
				opType: 'Transpose',
				inputs: ['c'],
				output: 'd',
				attributes: { perm: { ints: [1, 0] }, axis: { int: -1 } }
			}
		],
		initialisers: [
			{ name: 'f', dtype: 'float32', shape: [2, 1], values: [0.1, -0] },
			{ name: 'g', dtype: 'float64', shape: [], values: [0.1] },
			{ name: 'i', dtype: 'int64', shape: [2], values: [-1, 2 ** 53] },
			{ name: 'm', dtype: 'bool', shape: [3], values: [1, 0, 1] }
		],
		inputs: [{ name: 'a', shape: [64, 1000], dtype: 'float32' }],
		outputs: [{ name: 'd', shape: [], dtype: 'bool' }]
	})
);
const [graph] = messages(model, 7);

test('encodeModel declares ir_version 8 and opset 17 of the default domain', () => {
	expect(integers(model, 1)).toEqual([8]);
	const [opset] = messages(model, 8);
	expect([texts(opset, 1), integers(opset, 2)]).toEqual([[''], [17]]);
});

test('encodeModel writes nodes in order with their inputs, an absent one as the empty name', () => {
	const nodes = messages(graph, 1);
	expect(nodes.map((node) => texts(node, 4)[0])).toEqual(['Gemm', 'Transpose']);
	expect(texts(nodes[0], 1)).toEqual(['a', '', 'b']);
	expect(nodes.map((node) => texts(node, 2))).toEqual([['c'], ['d']]);
});

test('encodeModel writes attributes of each kind, negative integers too', () => {
	const attributes = messages(graph, 1).flatMap((node) => messages(node, 5));
	expect(attributes.map((each) => [texts(each, 1)[0], integers(each, 20)[0]])).toEqual([
		['transA', 2],
		['alpha', 1],
		['perm', 7],
		['axis', 2]
	]);
	expect(integers(attributes[0], 3)).toEqual([1]);
	expect(attributes[1].fields.get(2)).toEqual([0.5]);
	expect(integers(attributes[2], 8)).toEqual([1, 0]);
	expect(integers(attributes[3], 3)).toEqual([-1]);
});

test('encodeModel writes initialisers of every dtype as little-endian raw_data', () => {
	const initialisers = messages(graph, 5);
	expect(initialisers.map((each) => texts(each, 8)[0])).toEqual(['f', 'g', 'i', 'm']);
	expect(initialisers.map((each) => integers(each, 2)[0])).toEqual([1, 11, 7, 9]);
	expect(initialisers.map((each) => integers(each, 1))).toEqual([[2, 1], [], [2], [3]]);
	const [f, g, i, m] = initialisers.map((each) => (each.fields.get(9)![0] as Uint8Array).slice());
	expect(new Float32Array(f.buffer)).toEqual(Float32Array.of(0.1, -0));
	expect(new Float64Array(g.buffer)).toEqual(Float64Array.of(0.1));
	expect(new BigInt64Array(i.buffer)).toEqual(BigInt64Array.of(-1n, 2n ** 53n));
	expect(m).toEqual(Uint8Array.of(1, 0, 1));
});

test('encodeModel types inputs and outputs with static shapes', () => {
	const typeOf = (field: number) => {
		const [value] = messages(graph, field);
		const [tensor] = messages(messages(value, 2)[0], 1);
		const dims = messages(messages(tensor, 2)[0], 1).map((dim) => integers(dim, 1)[0]);
		return { name: texts(value, 1)[0], element: integers(tensor, 1)[0], dims };
	};
	expect(typeOf(11)).toEqual({ name: 'a', element: 1, dims: [64, 1000] });
	expect(typeOf(12)).toEqual({ name: 'd', element: 9, dims: [] });
});
