import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmBackend } from '../../../engine/backends/onnx/wasm.ts';
import { saveModel, type ModelKind, type SavedModel } from '../../../engine/exchange/onnx/save.ts';
import { readModel } from '../../../engine/exchange/onnx/model.ts';
import type { Trace } from '../../../engine/trace.ts';
import { hasPython, python, runModel, traceOf } from '../../support/exchange.ts';
import { LESSONS, type Saved } from './lessons.ts';

const backend = await createWasmBackend();
afterAll(() => backend.dispose());

const save = (trace: Trace, source: string, kind: ModelKind, parameterInputs: boolean) =>
	saveModel(trace, { kind, parameterInputs, file: 'lesson.py', source });

const namesOf = (list: SavedModel['inputs']) => list.map(({ name }) => name);

/** Feeds the model what the iteration had, and holds every output against the iteration's own, bit for bit. */
async function expectSame(trace: Trace, { bytes, inputs, outputs }: SavedModel) {
	const feeds = Object.fromEntries(inputs.map(({ name, node }) => [name, trace.values[node]]));
	const results = await runModel(bytes, feeds);
	expect(Object.keys(results)).toEqual(namesOf(outputs));
	for (const { name, node } of outputs) {
		expect({ name, value: results[name] }).toEqual({ name, value: trace.values[node] });
	}
}

const run = ({ source, options, k }: Saved) => traceOf(source, options, k, backend);

describe.each(Object.entries(LESSONS))('saveModel of %s', (_, lesson) => {
	test('inference takes the data and gives what the loss is computed from', async () => {
		const model = save(await run(lesson), lesson.source, 'inference', false);
		expect(namesOf(model.outputs)).toEqual(lesson.predictions);
		expect([...namesOf(model.initialisers)].sort()).toEqual(
			expect.arrayContaining([...lesson.parameters].sort())
		);
		expect(lesson.data).toEqual(expect.arrayContaining(namesOf(model.inputs)));
	});

	test.each([
		['inference', false],
		['inference', true],
		['training', false],
		['training', true]
	] as const)(
		'%s, parameters as inputs: %s, gives the bits of the iteration on ONNX Runtime alone',
		async (kind, parameterInputs) => {
			const trace = await run(lesson);
			const model = save(trace, lesson.source, kind, parameterInputs);
			if (parameterInputs) {
				expect(namesOf(model.inputs)).toEqual(expect.arrayContaining([...lesson.parameters]));
			}
			await expectSame(trace, model);
		}
	);
});

test('a training step hands over loss, gradients and updated parameters under the lesson’s names', async () => {
	const lesson = LESSONS['by hand'];
	const model = save(await run(lesson), lesson.source, 'training', true);
	expect(namesOf(model.inputs)).toEqual(['x', 'y', 'w1', 'w2']);
	const gradients = ['grad_y_pred', 'grad_w2', 'grad_h_relu', 'grad_h', 'grad_w1'];
	expect(namesOf(model.outputs)).toEqual(['y_pred', 'loss', ...gradients, 'w1_new', 'w2_new']);
});

test('a training step fed with what it made goes on as the lesson does', async () => {
	const lesson = LESSONS['by hand'];
	const first = await run(lesson);
	const model = save(first, lesson.source, 'training', true);
	const feeds = Object.fromEntries(
		model.inputs.map(({ name, node }) => [name, first.values[node]])
	);
	for (let k = 0; k < 3; k++) {
		const results = await runModel(model.bytes, feeds);
		const trace = await traceOf(lesson.source, lesson.options, k, backend);
		expect(results.loss).toEqual(trace.values[trace.loss!]);
		Object.assign(feeds, { w1: results.w1_new, w2: results.w2_new });
	}
});

test('a gradient that the iteration adds to lies in the file, under its name', async () => {
	const lesson = LESSONS['with autograd, in its second iteration'];
	const { initialisers } = save(await run(lesson), lesson.source, 'training', true);
	expect(namesOf(initialisers).sort()).toEqual(['w1.grad_before', 'w2.grad_before']);
});

test('a model says which lesson it is, and each node its line', async () => {
	const lesson = LESSONS['by hand'];
	const { bytes } = save(await run(lesson), lesson.source, 'inference', false);
	const text = new TextDecoder().decode(bytes);
	expect(text).toContain('line 36: h=x.mm(w1) # matrix multiplication');
	expect(text).toContain('lesson.py: inference, with the numbers of iteration 0.');
	const { opset, nodes, name } = readModel(bytes);
	expect({ opset, name }).toEqual({ opset: 17, name: 'lesson' });
	expect(nodes.map(({ outputs }) => outputs[0])).toEqual(
		expect.arrayContaining(['h', 'h_relu', 'y_pred'])
	);
});

test('an iteration that computes nothing cannot be saved', async () => {
	const trace = await traceOf('import torch\nx = torch.ones(2)\n');
	expect(() => save(trace, '', 'inference', false)).toThrow('computes nothing');
});

test.skipIf(!hasPython('onnx'))('onnx.checker finds nothing wrong, shapes inferred', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'models-'));
	const files: string[] = [];
	for (const [name, lesson] of Object.entries(LESSONS)) {
		const trace = await run(lesson);
		for (const kind of ['inference', 'training'] as const) {
			const file = join(folder, `${name.replaceAll(' ', '-')}-${kind}.onnx`);
			writeFileSync(file, save(trace, lesson.source, kind, kind === 'training').bytes);
			files.push(file);
		}
	}
	const check =
		'import onnx, sys\nfor f in sys.argv[1:]: onnx.checker.check_model(onnx.load(f), full_check=True)';
	expect(python(check, files)).toMatchObject({ status: 0, stderr: '' });
});
