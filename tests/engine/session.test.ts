/** A session: numbers do not depend on how the lesson is run, and any iteration opens again. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../../engine/backends/choose.ts';
import type { LessonOptions } from '../../engine/session.ts';
import type { Trace } from '../../engine/trace.ts';
import { AUTOGRAD, MANUAL, open, valueOf } from '../support/lesson.ts';

const lessons = { manual: MANUAL, autograd: AUTOGRAD };

/** What must be equal between two traces of one iteration; times may differ. */
function numbersOf({ graph, values, bindings, claims, loss, printed, steps }: Trace) {
	return {
		graph,
		values,
		bindings,
		claims,
		loss,
		printed,
		steps: steps.map(({ node, phase, owner }) => ({ node, phase, owner }))
	};
}

describe.each(Object.entries(lessons))('session of the %s lesson', (_, source) => {
	it('advance(n) gives the same losses one by one, in batches and op by op', async () => {
		const batched = await (await open(source)).advance(30);
		const single = await open(source);
		const stepped = await open(source);
		for (let k = 0; k < 30; k++) {
			expect((await single.advance(1)).losses).toEqual([batched.losses[k]]);
			const trace = await stepped.trace(k);
			expect(trace!.values[trace!.loss!].data[0]).toBe(batched.losses[k]);
		}
	});

	it('trace(k) after k + 100 equals trace(k) on the way, and opened twice', async () => {
		const session = await open(source);
		const first = numbersOf((await session.trace(17))!);
		await session.advance(100);
		expect(numbersOf((await session.trace(17))!)).toEqual(first);
		expect(numbersOf((await session.trace(17))!)).toEqual(first);
	});

	it('advance(n) says how far it came and when the lesson ends', async () => {
		const session = await open(source, { maxPasses: 25 });
		expect(await session.advance(20)).toMatchObject({
			from: 0,
			reached: 20,
			total: 25,
			done: false
		});
		const rest = await session.advance(100);
		expect(rest).toMatchObject({ from: 20, reached: 25, done: true });
		expect(rest.losses).toHaveLength(5);
		expect(rest.printed).toHaveLength(5);
		expect(await session.trace(25)).toBeNull();
		expect((await session.trace(24))!.iteration).toBe(24);
	});

	it('runs on WASM with the same losses in batches and op by op', async () => {
		const { backend } = await chooseBackend('wasm');
		expect(backend.name).toBe('wasm');
		const { losses } = await (await open(source, {}, backend)).advance(20);
		const stepped = await open(source, {}, backend);
		for (let k = 0; k < 20; k++) {
			const trace = (await stepped.trace(k))!;
			expect(trace.values[trace.loss!].data[0]).toBe(losses[k]);
			for (const step of trace.steps) expect(step.backend).toBe('wasm');
		}
		await backend.dispose();
	});
});

describe('both lessons', () => {
	it.each(['reference', 'wasm'] as const)(
		'have bit-identical losses on %s',
		async (name) => {
			const { backend } = await chooseBackend(name);
			const steps = name === 'wasm' ? 500 : 10;
			const full: Partial<LessonOptions> = { overrides: {} };
			const manual = await (await open(MANUAL, full, backend)).advance(steps);
			const autograd = await (await open(AUTOGRAD, full, backend)).advance(steps);
			expect(manual.losses).toHaveLength(steps);
			expect(autograd.losses).toEqual(manual.losses);
			await backend.dispose();
		},
		60_000
	);

	it('name the same gradients bit for bit', async () => {
		const manual = (await (await open(MANUAL)).trace(3))!;
		const autograd = (await (await open(AUTOGRAD)).trace(3))!;
		for (const name of ['w1', 'w2']) {
			const claim = autograd.claims.find((each) => each.target === name)!;
			// adding to a zeroed .grad turns -0 into 0, which is the same number
			const [byHand, byAutograd] = [valueOf(manual, `grad_${name}`), autograd.values[claim.node]];
			expect(Array.from(byAutograd.data)).toEqual(Array.from(byHand.data, (x) => x + 0));
		}
	});
});

describe("the lesson in float64 on the oracle's inputs", () => {
	const seed = JSON.parse(readFileSync('tests/fixtures/oracle/seed.json', 'utf8')) as {
		shapes: Record<string, number[]>;
		losses: { f64: number[] };
	};
	const inputs = Object.fromEntries(
		Object.entries(seed.shapes).map(([name, shape]) => {
			const { buffer, byteOffset, byteLength } = readFileSync(
				`tests/fixtures/oracle/seed_${name}.f32.bin`
			);
			const data = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
			return [name, { value: { shape, dtype: 'float32' as const, data }, requiresGrad: false }];
		})
	);

	it.each(Object.entries(lessons))(
		'%s: all 500 losses are within 1e-9 of PyTorch',
		async (_, source) => {
			const session = await open(source, { dtype: 'float64', overrides: {}, inputs });
			const { losses } = await session.advance(500);
			losses.forEach((loss, k) => {
				expect(Math.abs(loss - seed.losses.f64[k]) / seed.losses.f64[k]).toBeLessThanOrEqual(1e-9);
			});
		},
		180_000
	);
});
