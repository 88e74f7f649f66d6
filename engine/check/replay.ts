/**
 * Runs one iteration of another program from where a trace stands: the same iteration, the tensors
 * that bear the same names set to what they were there. So two programs answer for the same inputs.
 */
import { createReferenceBackend } from '../backends/reference.ts';
import { Machine, toProgram } from '../python/machine.ts';
import { parse } from '../python/parse.ts';
import type { Runtime } from '../python/runtime.ts';
import { Run } from '../run.ts';
import type { LessonOptions } from '../session.ts';
import { sameShape } from '../shape.ts';
import { stepIteration } from '../stepper.ts';
import type { Tensor } from '../tensor.ts';
import type { Trace } from '../trace.ts';

/** Tensors by name as an iteration found them, `.grad` among them. */
export type Beginning = ReadonlyMap<string, Tensor>;

export function beginningOf({ bindings, graph, values }: Trace): Beginning {
	const found = new Map<string, Tensor>();
	for (const { name, node, step } of bindings) {
		const isGiven = graph.nodes[node].op === 'input';
		if (step === 0 && isGiven && !found.has(name)) found.set(name, values[node]);
	}
	return found;
}

/** Its own leaves, in a lesson that is one iteration and makes them as it goes. */
function leavesOf({ bindings, graph, values }: Trace): NonNullable<LessonOptions['inputs']> {
	const leaves = new Map<string, Tensor>();
	for (const { name, node, how } of bindings) {
		const isLeaf = graph.nodes[node].op === 'input' && how === 'assign' && !name.includes('.');
		if (isLeaf && !leaves.has(name)) leaves.set(name, values[node]);
	}
	return Object.fromEntries(
		[...leaves].map(([name, value]) => [name, { value, requiresGrad: false }])
	);
}

export interface Replay {
	readonly source: string;
	readonly options: LessonOptions;
	/** The `.grad` of before counts too; else every gradient starts from nothing. */
	readonly accumulates?: boolean;
}

/**
 * The iteration of `source` that `like` is of, on the reference; null where it does not get there,
 * or has a tensor of another shape. Throws a PythonError where the program does.
 */
export async function replay(
	like: Trace,
	{ source, options, accumulates = false }: Replay
): Promise<Trace | null> {
	const program = toProgram(parse(source));
	const inputs = program.loop ? options.inputs : { ...options.inputs, ...leavesOf(like) };
	const machine = new Machine(program, { ...options, inputs });
	const run = new Run(machine, createReferenceBackend());
	await run.setUp();
	if (program.loop) {
		if (!setBack(machine.rt, beginningOf(like), accumulates)) return null;
		machine.resume('loop', like.iteration, like.iteration);
	}
	return (await stepIteration(run))?.trace ?? null;
}

/** False where a name means a tensor of another shape there. */
function setBack(rt: Runtime, beginning: Beginning, accumulates: boolean): boolean {
	for (const [name, tensor] of rt.language.namedTensors(rt)) {
		const value = beginning.get(name);
		const grad = beginning.get(`${name}.grad`);
		if (value && !sameShape(value.shape, tensor.shape)) return false;
		// what looks at the memory of another follows it
		if (value && !tensor.view) {
			const node = rt.builder.input(value.shape, value.dtype);
			rt.hosts.set(node.id, value);
			tensor.derive(node);
		}
		if (accumulates && grad) tensor.grad = rt.fresh(grad);
	}
	return true;
}
