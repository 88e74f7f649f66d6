import { expect, test } from 'vitest';
import { createCompiler } from '../../../engine/backends/onnx/compile.ts';
import type { OrtSession } from '../../../engine/backends/onnx/ort.ts';
import { lesson, type Sizes } from './lesson.ts';

/** A compiler that counts the sessions it made and released; the sessions themselves are ORT's business. */
function counting(limit?: number) {
	const counts = { made: 0, released: 0, constants: [] as number[] };
	const compiler = createCompiler(({ constants }) => {
		counts.made++;
		counts.constants.push(constants.length);
		const release = () => Promise.resolve(void counts.released++);
		return Promise.resolve({ release } as OrtSession);
	}, limit);
	return { counts, compiler };
}

const SIZES: Sizes = [4, 3, 5, 2];

test('compile makes one session for graphs of the same structure', async () => {
	const { counts, compiler } = counting();
	const [a, b] = [lesson(SIZES, [0.1]), lesson(SIZES, [0.1])];
	const first = await compiler.compile(a.graph, a.wanted);
	expect(await compiler.compile(b.graph, b.wanted)).toBe(first);
	expect(counts).toMatchObject({ made: 1, constants: [0] });
});

test('compile makes another session for other shapes and for other wanted nodes', async () => {
	const { counts, compiler } = counting();
	const [a, b] = [lesson(SIZES, [0.1]), lesson([4, 3, 5, 1], [0.1])];
	await compiler.compile(a.graph, a.wanted);
	await compiler.compile(b.graph, b.wanted);
	await compiler.compile(a.graph, a.wanted.slice(0, 1));
	expect(counts.made).toBe(3);
});

test('compile lifts the constants from the second graph on that differs in them alone', async () => {
	const { counts, compiler } = counting();
	for (let t = 0; t < 10; t++) {
		const { graph, wanted } = lesson(SIZES, [0.1 / (t + 1)]);
		const { constants } = await compiler.compile(graph, wanted);
		// 2, 0 and the rate twice
		expect(constants).toHaveLength(t === 0 ? 0 : 4);
	}
	expect(counts).toMatchObject({ made: 2, constants: [0, 4] });
});

test('compile tells a constant 0 from −0', async () => {
	const { counts, compiler } = counting();
	for (const rate of [0, -0]) {
		const { graph, wanted } = lesson(SIZES, [rate]);
		await compiler.compile(graph, wanted);
	}
	expect(counts.made).toBe(2);
});

test('compile keeps the sessions used last and releases the others', async () => {
	const { counts, compiler } = counting(2);
	const [a, b, c] = [1, 2, 3].map((n) => lesson([n, 3, 5, 2], [0.1]));
	const first = await compiler.compile(a.graph, a.wanted);
	await compiler.compile(b.graph, b.wanted);
	await compiler.compile(a.graph, a.wanted);
	await compiler.compile(c.graph, c.wanted);
	expect(counts).toMatchObject({ made: 3, released: 1 });
	expect(await compiler.compile(a.graph, a.wanted)).toBe(first);
	await compiler.compile(b.graph, b.wanted);
	expect(counts).toMatchObject({ made: 4, released: 2 });
});

test('clear releases every session', async () => {
	const { counts, compiler } = counting();
	for (const n of [1, 2, 3]) {
		const { graph, wanted } = lesson([n, 3, 5, 2], [0.1]);
		await compiler.compile(graph, wanted);
	}
	await compiler.clear();
	expect(counts).toMatchObject({ made: 3, released: 3 });
});
