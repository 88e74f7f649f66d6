/**
 * Runs one iteration op by op and records it whole: every value, where it was computed and how
 * long that took, which name meant what. The numbers are those of a run at full speed.
 */
import { annotate } from './annotate.ts';
import { BackendError, type Backend, type Value } from './backends/backend.ts';
import { createReferenceBackend } from './backends/reference.ts';
import { extract, type Node } from './graph.ts';
import type { BindingEvent } from './python/records.ts';
import type { Runtime } from './python/runtime.ts';
import { forgetLoss, type Run } from './run.ts';
import { full } from './tensor.ts';
import type { BackendName, Trace } from './trace.ts';

export interface Executed {
	readonly backend: BackendName;
	readonly ms: number;
}

export interface Stepped {
	readonly trace: Trace;
	readonly loss: number;
}

/** The next iteration of `run` as a trace; null where the lesson has come to its end. */
export async function stepIteration(run: Run): Promise<Stepped | null> {
	const { rt, machine } = run;
	const { iteration } = machine;
	const first = rt.builder.count;
	rt.bindings = initialBindings(rt);
	forgetLoss(rt);
	const executed = new Map<number, Executed>();
	let next = first;
	const catchUp = async (ids: readonly number[]) => {
		for (; next < rt.builder.count; next++) {
			if (!rt.builder.isBeside(next)) await compute(run, rt.builder.node(next), executed);
		}
		await know(run, ids);
		await run.read(ids);
		run.caughtUp();
	};
	const ran = await run.drive(machine.pass(), catchUp);
	await catchUp([]);
	if (!ran) {
		await run.drive(machine.finish());
		return null;
	}
	const made = Array.from({ length: rt.builder.count - first }, (_, i) => first + i);
	const wanted = made.filter((id) => !rt.builder.isBeside(id));
	const bindings = rt.bindings;
	const loss = rt.loss;
	const severalLosses = rt.backward === 'several';
	const { graph, ids, feeds } = extract(
		rt.builder,
		[...wanted, ...bindings.map((binding) => binding.node)],
		(id) => id < first || rt.builder.node(id).op === 'input'
	);
	await know(run, [...ids.keys()], executed);
	await run.read([...feeds, ...ids.keys()]);
	const values = [...ids.keys()].map((id) => rt.host(id));
	const inOrder = [...executed].sort(([a], [b]) => a - b);
	const stepOf = new Map(inOrder.map(([id, each]) => [ids.get(id)!, each]));
	if (machine.position === 'after') await run.drive(machine.finish());
	const value = loss === null ? NaN : rt.host(loss).data[0];
	machine.dropDead();
	await run.settle([]);
	const printed = run.takePrinted();
	const trace = annotate({
		iteration,
		graph,
		values,
		ids,
		executed: stepOf,
		bindings,
		loss,
		severalLosses,
		printed
	});
	return { trace, loss: value };
}

/** What the names mean before the iteration starts. */
function initialBindings(rt: Runtime): BindingEvent[] {
	const found: BindingEvent[] = [];
	for (const [name, value] of rt.language.namedTensors(rt)) {
		found.push({ name, node: value.node.id, count: 0, how: 'assign' });
		if (value.grad)
			found.push({ name: `${name}.grad`, node: value.grad.node.id, count: 0, how: 'assign' });
	}
	return found;
}

/** Computes what has been made beside the lesson, where the lesson wants it all the same. */
async function know(
	run: Run,
	ids: readonly number[],
	executed = new Map<number, Executed>()
): Promise<void> {
	for (const id of ids) await compute(run, run.rt.builder.node(id), executed);
}

async function compute(run: Run, node: Node, executed: Map<number, Executed>): Promise<void> {
	const { rt } = run;
	if (rt.known(node.id)) return;
	if (node.op === 'constant') {
		rt.hosts.set(node.id, full([], node.attrs.value as number, node.dtype));
		return;
	}
	const { value, backend, ms } = await runAlone(run, node);
	rt.held.set(node.id, value);
	executed.set(node.id, { backend, ms });
}

/** One op on the run's backend; where that cannot, on the reference, and the step says so. */
async function runAlone(run: Run, node: Node): Promise<Executed & { value: Value }> {
	const { rt, backend } = run;
	const { graph, ids, feeds } = extract(
		rt.builder,
		[node.id],
		(id) => rt.known(id) && rt.builder.node(id).op !== 'constant'
	);
	const inputs = feeds.map((id) => run.feed(id));
	const start = performance.now();
	try {
		const [value] = await backend.run(graph, inputs, [ids.get(node.id)!]);
		await value.read();
		const placed = backend.placement?.(graph.nodes.at(-1)!, graph) ?? backend.name;
		return { value, backend: placed, ms: performance.now() - start };
	} catch (error) {
		if (
			!(error instanceof BackendError) ||
			backend.name === 'reference' ||
			error.reason !== 'unsupported'
		)
			throw error;
		return fallBack(backend, graph, inputs, ids.get(node.id)!);
	}
}

async function fallBack(
	backend: Backend,
	graph: Parameters<Backend['run']>[0],
	inputs: readonly Value[],
	id: number
): Promise<Executed & { value: Value }> {
	const reference = createReferenceBackend();
	const host = await Promise.all(inputs.map((input) => input.read()));
	const start = performance.now();
	const [value] = await reference.run(
		graph,
		host.map((each) => reference.upload(each)),
		[id]
	);
	const ms = performance.now() - start;
	return { value: backend.upload(await value.read()), backend: 'reference', ms };
}
