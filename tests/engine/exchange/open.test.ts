import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encodeModel, type OnnxGraph } from '../../../engine/backends/onnx/encode.ts';
import {
	bytes,
	concat,
	float,
	message,
	text,
	varint
} from '../../../engine/backends/onnx/protobuf.ts';
import { openModel } from '../../../engine/exchange/onnx/open.ts';
import { saveModel } from '../../../engine/exchange/onnx/save.ts';
import { FileError } from '../../../engine/exchange/problem.ts';
import { parse } from '../../../engine/python/parse.ts';
import type { LessonOptions } from '../../../engine/session.ts';
import { full, tensor, type Tensor } from '../../../engine/tensor.ts';
import type { Trace } from '../../../engine/trace.ts';
import { boundedValues, fixture, modelBytes, traceOf } from '../../support/exchange.ts';
import { valueOf } from '../../support/lesson.ts';
import { expectWithin } from '../../support/within.ts';
import { LESSONS } from './lessons.ts';

/** What dimensions that a file leaves open were when its numbers were made. */
const SIZES: Readonly<Record<string, Record<string, number>>> = {
	mlp_batch: { batch: 3 },
	attention_time: { B: 2, T: 4 }
};

const given = (tensors: Readonly<Record<string, Tensor>>): NonNullable<LessonOptions['inputs']> =>
	Object.fromEntries(
		Object.entries(tensors).map(([name, value]) => [name, { value, requiresGrad: false }])
	);

/** The iteration of an opened model; `inputs` instead of random numbers. */
function run(
	bytes: Uint8Array,
	inputs: Readonly<Record<string, Tensor>>,
	overrides = {}
): Promise<Trace> {
	const { source, held } = openModel(bytes, 'model.onnx');
	return traceOf(source, { inputs: given({ ...held, ...inputs }), overrides });
}

const models = readdirSync('tests/fixtures/onnx')
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

describe.each(models)('the model %s', (name) => {
	test('gives what PyTorch or numpy gives, within what float32 can differ by', async () => {
		const { bytes, inputs, outputs } = fixture(name);
		const trace = await run(bytes, inputs, SIZES[name]);
		const bounded = boundedValues(trace);
		for (const [output, expected] of Object.entries(outputs)) {
			expect(valueOf(trace, output)).toMatchObject({
				shape: expected.shape,
				dtype: expected.dtype
			});
			const { node } = trace.bindings.findLast((each) => each.name === output)!;
			const { value, error } = bounded[node];
			expect(Math.max(...error)).toBeLessThan(1e-2);
			expectWithin(expected.data, value.data, error);
		}
	});

	test('has gradients of its parameters, or else of its inputs, all of them claimed', async () => {
		const { bytes, inputs } = fixture(name);
		const { source } = openModel(bytes, 'model.onnx');
		const { claims, loss } = await run(bytes, inputs, SIZES[name]);
		const trained = [
			...source.matchAll(/^(\w+)(?:\.requires_grad_\(\)| = .*requires_grad=True\)$)/gm)
		];
		expect(loss).not.toBeNull();
		expect(trained.length).toBeGreaterThan(0);
		expect(claims.map(({ target }) => target).sort()).toEqual(
			trained.map(([, each]) => each).sort()
		);
	});
});

test('a model runs on random inputs of the shapes that it asks for', async () => {
	const { source, held } = openModel(modelBytes('words'), 'words.onnx');
	const trace = await traceOf(source, { inputs: given(held) });
	const words = valueOf(trace, 'words');
	expect(words).toMatchObject({ shape: [3, 5], dtype: 'int64' });
	expect(Math.max(...words.data)).toBeLessThan(11);
});

test('sizes that a file leaves open are named numbers at the top', () => {
	const { source } = openModel(modelBytes('attention_time'), 'attention.onnx');
	expect(source).toContain('\nB = 2\nT = 2\nx = torch.randn(B, T, 8)\n');
	expect(source).toContain('.reshape(x.shape[0], x.shape[1], 2, x.shape[2] // 2)');
});

test('every operator that is not known is named, with how often it comes', () => {
	expect(() => openModel(modelBytes('unknown'), 'unknown.onnx')).toThrow(
		'the model uses operators that are not known here: Einsum (2×), Det (1×)'
	);
});

describe.each(Object.entries(LESSONS))('%s, saved and opened', (_, { source, options, k }) => {
	test('predicts the same numbers', async () => {
		const trace = await traceOf(source, options, k);
		const saved = saveModel(trace, {
			kind: 'inference',
			parameterInputs: false,
			file: 'a.py',
			source
		});
		const inputs = saved.inputs.map(({ name, node }) => [name, trace.values[node]]);
		const again = await run(saved.bytes, Object.fromEntries(inputs));
		for (const { name, node } of saved.outputs) {
			const { shape, data } = valueOf(again, name);
			expect({ name, shape, data }).toEqual({ name, shape, data: trace.values[node].data });
		}
	});
});

test('a saved training step opens as the lesson of gradients by hand that it is', async () => {
	const { source, options } = LESSONS['by hand'];
	const trace = await traceOf(source, options);
	const saved = saveModel(trace, { kind: 'training', parameterInputs: true, file: 'a.py', source });
	const inputs = saved.inputs.map(({ name, node }) => [name, trace.values[node]]);
	const again = await run(saved.bytes, Object.fromEntries(inputs));
	const claims = ({ claims }: Trace) => claims.map(({ name, by }) => `${name} ${by}`).sort();
	expect(claims(again)).toEqual(claims(trace));
	expect(valueOf(again, 'w1_new')).toEqual(valueOf(trace, 'w1'));
});

/** A model of one node. */
function modelOf(part: Partial<OnnxGraph>): Uint8Array {
	return encodeModel({ nodes: [], initialisers: [], inputs: [], outputs: [], ...part });
}

const x = { name: 'x', shape: [2, 3], dtype: 'float32' } as const;

describe('openModel says what is wrong and where', () => {
	test.each([
		['nothing', new Uint8Array(), 'it has no graph'],
		['a text', new TextEncoder().encode('import torch\nx = 1\n'), 'the file'],
		['the first half of a model', modelBytes('mlp').slice(0, 300), 'more than there are'],
		[
			'an attribute that is not known',
			modelOf({
				nodes: [
					{
						opType: 'CumSum',
						inputs: ['x', 'a'],
						output: 'y',
						attributes: { exclusive: { int: 1 } }
					}
				],
				initialisers: [{ name: 'a', dtype: 'int64', shape: [], values: [0] }],
				inputs: [x],
				outputs: [{ ...x, name: 'y' }]
			}),
			"CumSum 'y': exclusive=1 is not known here"
		],
		[
			'a value that nothing makes',
			modelOf({
				nodes: [{ opType: 'Relu', inputs: ['z'], output: 'y', attributes: {} }],
				inputs: [x],
				outputs: [{ ...x, name: 'y' }]
			}),
			"Relu 'y' reads 'z', which nothing before it makes"
		],
		[
			'numbers that do not fill their shape',
			modelOf({
				initialisers: [{ name: 'w', dtype: 'float32', shape: [2, 2], values: [1, 2, 3] }]
			}),
			"graph.initializer 'w': raw_data has 12 bytes; 4 elements of float are 16"
		],
		[
			'a tensor that is too large',
			modelOf({ initialisers: [{ name: 'w', dtype: 'float32', shape: [1e9, 1e9], values: [] }] }),
			"graph.initializer 'w' has 1000000000000000000 elements; the most here is 16777216"
		]
	])('in %s', (_, bytes, message) => {
		expect(() => openModel(bytes, 'model.onnx')).toThrow(FileError);
		expect(() => openModel(bytes, 'model.onnx')).toThrow(message);
	});
});

describe('openModel reads', () => {
	const modelWith = (...graph: Uint8Array[]) =>
		concat([message(7, ...graph), message(8, varint(2, 17))]);

	test('whole numbers that a Constant has as floats as floats', () => {
		const floats = message(5, text(1, 'value_floats'), float(7, 1), float(7, 2), varint(20, 6));
		const bytes = modelWith(
			message(1, text(2, 'c'), text(4, 'Constant'), floats),
			message(1, text(1, 'c'), text(2, 'y'), text(4, 'Neg')),
			message(12, text(1, 'y'))
		);
		expect(openModel(bytes, 'model.onnx').held).toEqual({ c: tensor([1, 2], [2], 'float32') });
	});

	test.each([
		[-Infinity, "torch.full((2, 3), -float('inf'))"],
		[0.1, 'torch.full((2, 3), 0.1)']
	])('a shape filled with %d', async (number, shown) => {
		const sizes = message(5, varint(1, 2), varint(2, 7), varint(7, 2), varint(7, 3), text(8, 's'));
		const value = message(5, varint(1, 1), varint(2, 1), float(4, number));
		const attribute = message(5, text(1, 'value'), value, varint(20, 4));
		const bytes = modelWith(
			message(1, text(1, 's'), text(2, 'y'), text(4, 'ConstantOfShape'), attribute),
			sizes,
			message(12, text(1, 'y'))
		);
		const trace = await run(bytes, {});
		expect(valueOf(trace, 'y')).toEqual(full([2, 3], number, 'float32'));
		expect(openModel(bytes, 'model.onnx').source).toContain(shown);
	});

	test('sizes that have words of Python for names', () => {
		const shape = message(2, message(1, text(2, 'lambda')), message(1, text(2, '2*lambda')));
		const type = message(2, message(1, varint(1, 1), shape));
		const bytes = modelWith(message(11, text(1, 'in'), type), message(12, text(1, 'in')));
		const { source } = openModel(bytes, 'model.onnx');
		expect(source).toContain('in_ = torch.randn(lambda_, size_2_lambda, requires_grad=True)\n');
	});

	test('more dimensions than a call has arguments', () => {
		const dims = bytes(1, new Uint8Array(300_000).fill(1));
		const model = modelWith(message(5, dims, varint(2, 1), text(8, 'w')));
		expect(() => openModel(model, 'model.onnx')).toThrow("graph.initializer 'w' has 0 numbers");
	});
});

test('whatever is done to a model’s bytes, it opens as Python or says why not', () => {
	const originals = [...models, 'unknown'].map(modelBytes);
	const damage = fc.record({
		original: fc.constantFrom(...originals),
		bytes: fc.array(
			fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)),
			{
				maxLength: 8
			}
		),
		keep: fc.double({ min: 0, max: 1, noNaN: true })
	});
	const outcomes = { opened: 0, refused: 0 };
	fc.assert(
		fc.property(damage, ({ original, bytes, keep }) => {
			const copy = original.slice(
				0,
				keep < 0.5 ? original.length : Math.ceil(original.length * keep)
			);
			for (const [at, value] of bytes) copy[Math.floor(at * copy.length)] = value;
			try {
				parse(openModel(copy, 'model.onnx').source);
				outcomes.opened++;
			} catch (error) {
				if (!(error instanceof FileError)) throw error;
				outcomes.refused++;
			}
		}),
		{ numRuns: 3000 }
	);
	expect(outcomes.opened).toBeGreaterThan(100);
	expect(outcomes.refused).toBeGreaterThan(100);
});
