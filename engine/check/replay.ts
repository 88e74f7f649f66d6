/**
 * Runs one iteration of another program from where a trace stands: the same iteration, the tensors
 * that bear the same names set to what they were there. So two programs answer for the same inputs.
 */
import { createReferenceBackend } from '../backends/reference.ts';
import { Machine, toProgram } from '../python/machine.ts';
import { parse } from '../python/parse.ts';
import type { Runtime } from '../python/runtime.ts';
import type { Storage } from '../python/variable.ts';
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

/**
 * Its own leaves, in a lesson that is one iteration and makes them as it goes. One that has two
 * names is given by the first alone: a second one for the other would take them apart.
 */
function leavesOf({ bindings, graph, values }: Trace): NonNullable<LessonOptions['inputs']> {
	const names = new Map<number, string>();
	const taken = new Set<string>();
	for (const { name, node, how } of bindings) {
		const isLeaf = graph.nodes[node].op === 'input' && how === 'assign' && !name.includes('.');
		if (isLeaf && !names.has(node) && !taken.has(name)) names.set(node, name);
		taken.add(name);
	}
	return Object.fromEntries(
		[...names].map(([node, name]) => [name, { value: values[node], requiresGrad: false }])
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

/**
 * The iterations of `source` beside those of `like`, the first ones of their program: each begins
 * with the tensors of `like` where names and shapes agree, and with its own `.grad` and all else.
 * Null past its end. Throws a PythonError where the program does.
 */
export async function follow(
	like: readonly Trace[],
	source: string,
	options: LessonOptions
): Promise<(Trace | null)[]> {
	const program = toProgram(parse(source));
	const inputs = program.loop ? options.inputs : await agreeing(like, source, options);
	const run = new Run(new Machine(program, { ...options, inputs }), createReferenceBackend());
	await run.setUp();
	const traces: (Trace | null)[] = [];
	for (const each of like) {
		if (program.loop) setBack(run.rt, beginningOf(each), false);
		traces.push(run.done ? null : ((await stepIteration(run))?.trace ?? null));
	}
	return traces;
}

/** The leaves of `like` that a program without a loop makes in the same shape. */
async function agreeing(
	[like]: readonly Trace[],
	source: string,
	options: LessonOptions
): Promise<LessonOptions['inputs']> {
	const run = new Run(new Machine(toProgram(parse(source)), options), createReferenceBackend());
	await run.setUp();
	const own = await stepIteration(run);
	const made = own ? leavesOf(own.trace) : {};
	const given = Object.entries(leavesOf(like)).filter(
		([name, { value }]) =>
			Object.hasOwn(made, name) && sameShape(made[name].value.shape, value.shape)
	);
	return { ...options.inputs, ...Object.fromEntries(given) };
}

/** False where a name means a tensor of another shape there; that one stays as it is. */
function setBack(rt: Runtime, beginning: Beginning, accumulates: boolean): boolean {
	let agrees = true;
	const set = new Set<Storage>();
	for (const [name, tensor] of rt.language.namedTensors(rt)) {
		const value = beginning.get(name);
		const grad = beginning.get(`${name}.grad`);
		if (value && !sameShape(value.shape, tensor.shape)) agrees = false;
		// what looks at the memory of another follows it
		else if (value && tensor.isLeaf && !tensor.view && !set.has(tensor.storage)) {
			set.add(tensor.storage);
			const node = rt.builder.input(value.shape, value.dtype);
			rt.hosts.set(node.id, value);
			tensor.derive(node);
		}
		if (accumulates && grad) tensor.grad = rt.fresh(grad);
	}
	return agrees;
}
