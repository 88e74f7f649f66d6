/**
 * What the engine itself costs per op, numbers aside, and how that grows with the graph: a chain
 * of tiny ops, from a few to ten thousand, beside PyTorch's own.
 */
import { spawnSync } from 'node:child_process';
import { backward } from '../../engine/backward.ts';
import { createCompiler } from '../../engine/backends/onnx/compile.ts';
import { lower } from '../../engine/backends/onnx/lower.ts';
import type { OrtSession } from '../../engine/backends/onnx/ort.ts';
import { createReferenceBackend, evaluate } from '../../engine/backends/reference.ts';
import { Builder, extract, structuralHash, type Graph, type Node } from '../../engine/graph.ts';
import { createSession } from '../../engine/index.ts';
import { full } from '../../engine/tensor.ts';
import { median } from './numbers.ts';

const LENGTHS = [10, 100, 1000, 10_000] as const;
/** Ops timed per length, all rounds together. */
const WORK = 60_000;
const SHAPE = [2, 2];

interface Chain {
	readonly builder: Builder;
	readonly root: Node;
}

/** h ← tanh(h·w), over and over, and a sum. */
function chain(length: number): Chain {
	const builder = new Builder('float32');
	const w = builder.input(SHAPE, 'float32');
	let h = builder.input(SHAPE, 'float32');
	for (let i = 0; i < length / 2; i++) {
		h = builder.add('mul', [h, w], {}, [i > 0, true]);
		h = builder.add('tanh', [h], {}, [true]);
	}
	const root = builder.add('sum', [h], { dim: null, keepdim: false }, [true]);
	return { builder, root };
}

/** The chain with its gradient, cut out as a run cuts it. */
function trained(length: number): { graph: Graph; wanted: readonly number[] } {
	const { builder, root } = chain(length);
	const { gradients } = backward(builder, root, null);
	const wanted = [root.id, gradients.get(0)!.id];
	const { graph, ids } = extract(builder, wanted, () => false);
	return { graph, wanted: wanted.map((id) => ids.get(id)!) };
}

const feeds = [0.5, 1].map((value) => full(SHAPE, value, 'float32'));

function compilerOf(model: ReturnType<typeof trained>) {
	const session = { release: () => Promise.resolve() } as OrtSession;
	const compiler = createCompiler(() => Promise.resolve(session));
	return { compiler, ...model };
}

/** The lesson that makes the chain line by line. */
function lesson(length: number): string {
	const lines = ['import torch', 'w = torch.full((2, 2), 0.5, requires_grad=True)'];
	lines.push('for t in range(1000):', '    h = torch.ones(2, 2)');
	lines.push(`    for i in range(${length / 2}):`, '        h = h * w', '        h = h.tanh()');
	return [...lines, '    loss = h.sum()', '    loss.backward()', ''].join('\n');
}

const sessionOf = (length: number) =>
	createSession(lesson(length), { seed: 0, dtype: 'float32' }, createReferenceBackend());

/** What is measured: `prepare` is not timed, and its result serves one call of `act` only if `fresh`. */
interface Part<T = unknown> {
	readonly name: string;
	readonly prepare: (length: number) => T | Promise<T>;
	readonly act: (prepared: T, length: number) => unknown;
	readonly fresh?: boolean;
}

const part = <T>(each: Part<T>) => each as Part;

const PARTS: readonly Part[] = [
	part({ name: 'graph: one op', prepare: () => null, act: (_, length) => chain(length) }),
	part({
		name: 'backward, per op of the forward part',
		prepare: chain,
		act: ({ builder, root }) => backward(builder, root, null),
		fresh: true
	}),
	part({
		name: 'cutting a graph out',
		prepare: (length) => {
			const { builder, root } = chain(length);
			return { builder, wanted: [root.id, backward(builder, root, null).gradients.get(0)!.id] };
		},
		act: ({ builder, wanted }) => extract(builder, wanted, () => false)
	}),
	part({
		name: 'structural hash',
		prepare: trained,
		act: ({ graph, wanted }) => structuralHash(graph, wanted)
	}),
	part({
		name: 'finding its session again',
		prepare: async (length) => {
			const prepared = compilerOf(trained(length));
			await prepared.compiler.compile(prepared.graph, prepared.wanted);
			return prepared;
		},
		act: ({ compiler, graph, wanted }) => compiler.compile(graph, wanted)
	}),
	part({
		name: 'lowering to ONNX bytes',
		prepare: trained,
		act: ({ graph, wanted }) => lower(graph, wanted)
	}),
	part({
		name: 'reference, 2×2 each',
		prepare: trained,
		act: ({ graph, wanted }) => evaluate(graph, feeds, wanted)
	}),
	part({
		name: 'iteration of a lesson, all of it',
		prepare: sessionOf,
		act: (session) => session.advance(1)
	}),
	part({
		name: 'iteration with its trace',
		prepare: sessionOf,
		act: (session) => session.trace(session.reached)
	})
];

/** Milliseconds of one call, the median of enough of them. */
async function timeOf({ prepare, act, fresh }: Part, length: number): Promise<number> {
	const rounds = Math.max(3, Math.min(200, Math.round(WORK / length)));
	const times: number[] = [];
	let prepared = await prepare(length);
	for (let i = -Math.ceil(rounds / 4); i < rounds; i++) {
		if (fresh) prepared = await prepare(length);
		const start = performance.now();
		await act(prepared, length);
		if (i >= 0) times.push(performance.now() - start);
	}
	return median(times);
}

/** The exponent p of time ∝ lengthᵖ, by least squares of the logarithms. */
function exponentOf(times: readonly number[]): number {
	const [x, y] = [LENGTHS.map(Math.log), times.map(Math.log)];
	const mean = (list: readonly number[]) => list.reduce((s, v) => s + v, 0) / list.length;
	const [mx, my] = [mean(x), mean(y)];
	const slope = x.reduce((s, v, i) => s + (v - mx) * (y[i] - my), 0);
	return slope / x.reduce((s, v) => s + (v - mx) ** 2, 0);
}

/** PyTorch's forward and backward, in ms by length; null where there is no python3 with torch. */
function torchTimes(): number[] | null {
	const script = new URL('torch_overhead.py', import.meta.url).pathname;
	for (const python of ['python3', '/usr/bin/python3']) {
		const { status, stdout } = spawnSync(python, [script, ...LENGTHS.map(String)], {
			encoding: 'utf8'
		});
		if (status !== 0) continue;
		return stdout
			.trim()
			.split('\n')
			.map((line) => line.split(' ').reduce((s, text) => s + Number(text), 0));
	}
	return null;
}

function row(name: string, times: readonly number[]): void {
	const perOp = times.map((ms, i) => `${Math.round((ms * 1e6) / LENGTHS[i])}`.padStart(9));
	console.log(`${name.padEnd(38)}${perOp.join('')}   ${exponentOf(times).toFixed(2)}`);
}

/** Measures and prints. */
export async function overhead(): Promise<void> {
	console.log('\nThe engine itself: ns per op of a chain of 2×2 ops, and the exponent of growth\n');
	console.log(`${''.padEnd(38)}${LENGTHS.map((n) => String(n).padStart(9)).join('')}`);
	let whole: number[] = [];
	for (const each of PARTS) {
		const times: number[] = [];
		for (const length of LENGTHS) times.push(await timeOf(each, length));
		row(each.name, times);
		if (each.name.startsWith('iteration of')) whole = times;
	}
	const torch = torchTimes();
	if (!torch) return console.log('PyTorch: absent');
	row('PyTorch, forward and backward', torch);
	const ratios = whole.map((ms, i) => (ms / torch[i]).toFixed(1).padStart(9));
	console.log(`${'an iteration of ours / of PyTorch’s'.padEnd(38)}${ratios.join('')}`);
}
