/**
 * A run is a lesson in progress on a backend: it drives the machine, computes what the
 * program asks for, and forgets what nothing can reach. Values of several iterations are
 * computed in one go unless Python needs one in between.
 */
import type { Backend, Value } from './backends/backend.ts';
import { extract } from './graph.ts';
import { isUnderWay, liveNodes } from './python/live.ts';
import { located } from './python/located.ts';
import type { Machine } from './python/machine.ts';
import type { Runtime } from './python/runtime.ts';
import { flatten } from './python/trampoline.ts';
import type { Evaluation } from './python/values.ts';
import { full, sizeOf } from './tensor.ts';

/** Iterations computed by one backend run where nothing needs a value in between. */
export const BATCH = 10;
/** Nodes that may wait before a long iteration is computed in parts. */
const MOST_PENDING = 4000;

/** What the last iteration was trained on says nothing of the next. */
export function forgetLoss(rt: Runtime): void {
	rt.loss = null;
	rt.backward = 'none';
}

export class Run {
	/** Nodes with smaller ids have been computed or forgotten. */
	#computed = 0;
	#printed: string[] = [];

	constructor(
		readonly machine: Machine,
		readonly backend: Backend
	) {}

	get rt(): Runtime {
		return this.machine.rt;
	}

	get iteration(): number {
		return this.machine.iteration;
	}

	get done(): boolean {
		return this.machine.position === 'end';
	}

	/** Runs what stands before the loop. */
	async setUp(): Promise<void> {
		try {
			await this.drive(this.machine.setUp());
			await this.settle([]);
		} catch (error) {
			await this.#fail([]);
			throw error;
		}
	}

	/** What has been printed since this was last asked. */
	takePrinted(): string[] {
		const printed = this.#printed;
		this.#printed = [];
		return printed;
	}

	/** Losses of up to `count` iterations, fewer when the lesson ends. What is reachable is computed too. */
	async advance(count: number): Promise<number[]> {
		const losses: (number | null)[] = [];
		try {
			while (losses.length < count && !this.done) {
				forgetLoss(this.rt);
				if (await this.drive(this.machine.pass())) losses.push(this.rt.loss);
				if (this.machine.position === 'after') await this.drive(this.machine.finish());
			}
		} catch (error) {
			await this.#fail(losses);
			throw error;
		}
		this.machine.dropDead();
		return this.settle(losses);
	}

	/** Runs one evaluation of the interpreter, computing what it asks for. */
	async drive<T>(
		evaluation: Evaluation<T>,
		compute = (ids: readonly number[]) => this.#need(ids)
	): Promise<T> {
		try {
			const flat = flatten(evaluation);
			let result = flat.next();
			while (!result.done) {
				if (result.value.ids.length > 0 || this.rt.builder.count - this.#computed > MOST_PENDING) {
					await compute(result.value.ids);
				}
				result = flat.next();
			}
			return result.value;
		} catch (error) {
			throw located(this.rt, error);
		}
	}

	/** Computes what is live and what was printed, and forgets the rest. */
	async settle(losses: readonly (number | null)[]): Promise<number[]> {
		const { rt } = this;
		const live = liveNodes(rt);
		const numbers = losses.filter((id) => id !== null);
		const ids = new Set([...numbers, ...rt.lines.flatMap((line) => line.ids)]);
		await this.#compute([...live, ...ids]);
		await this.#read([...ids]);
		this.#print();
		const values = losses.map((id) => (id === null ? NaN : rt.host(id).data[0]));
		this.#forget(live);
		return values;
	}

	/** What ran before a mistake stays true, and printed. */
	async #fail(losses: readonly (number | null)[]): Promise<void> {
		await this.settle(losses);
		this.#endLine();
	}

	/** Hands over whole lines; `print(…, end='')` leaves one open for what follows. */
	#print(): void {
		const { rt } = this;
		const text = rt.openLine + rt.lines.map((line) => line.show()).join('');
		const lines = text.split('\n');
		rt.openLine = lines.pop()!;
		rt.lines = [];
		for (const line of lines) this.#printed.push(line);
		if (this.done) this.#endLine();
	}

	#endLine(): void {
		const { rt } = this;
		if (rt.openLine !== '') this.#printed.push(rt.openLine);
		rt.openLine = '';
	}

	/** Marks everything built so far as computed (a trace has done it op by op). */
	caughtUp(): void {
		this.#computed = this.rt.builder.count;
	}

	/** Puts values on the host. */
	async read(ids: readonly number[]): Promise<void> {
		await this.#read(ids);
	}

	/** Frees what the run holds on its backend; it cannot go on afterwards. */
	release(): void {
		for (const value of this.rt.held.values()) value.release();
		this.rt.held.clear();
	}

	/** The value of a known node, for feeding. */
	feed(id: number): Value {
		const { rt, backend } = this;
		let value = rt.held.get(id);
		if (!value) {
			value = backend.upload(rt.host(id));
			rt.held.set(id, value);
		}
		return value;
	}

	async #need(ids: readonly number[]): Promise<void> {
		await this.#compute([...liveNodes(this.rt), ...ids]);
		await this.#read(ids);
	}

	async #compute(wanted: readonly number[]): Promise<void> {
		const { rt, backend } = this;
		const missing = [...new Set(wanted)].filter((id) => !rt.known(id) && !this.#constant(id));
		this.#computed = rt.builder.count;
		if (missing.length === 0) return;
		rt.hold(missing.reduce((sum, id) => sum + sizeOf(rt.builder.node(id).shape), 0));
		const { graph, ids, feeds } = extract(rt.builder, missing, (id) => rt.known(id));
		const values = await backend.run(
			graph,
			feeds.map((id) => this.feed(id)),
			missing.map((id) => ids.get(id)!)
		);
		missing.forEach((id, i) => rt.held.set(id, values[i]));
	}

	/** A constant needs no backend. */
	#constant(id: number): boolean {
		const node = this.rt.builder.node(id);
		if (node.op !== 'constant') return false;
		this.rt.hosts.set(id, full([], node.attrs.value as number, node.dtype));
		return true;
	}

	async #read(ids: readonly number[]): Promise<void> {
		const { rt } = this;
		const missing = [...new Set(ids)].filter((id) => !rt.hosts.has(id));
		const tensors = await Promise.all(missing.map((id) => rt.held.get(id)!.read()));
		missing.forEach((id, i) => rt.hosts.set(id, tensors[i]));
	}

	#forget(live: ReadonlySet<number>): void {
		const { rt } = this;
		rt.bindings = [];
		if (isUnderWay(rt)) return;
		for (const [id, value] of rt.held) {
			if (live.has(id)) continue;
			value.release();
			rt.held.delete(id);
		}
		for (const map of [rt.hosts, rt.leaves, rt.retained, rt.saved, rt.gradFns, rt.replaced]) {
			for (const id of map.keys()) if (!live.has(id)) map.delete(id);
		}
		for (const id of rt.freed) if (!live.has(id)) rt.freed.delete(id);
		rt.builder.prune(live);
		rt.elements = [...live].reduce((sum, id) => sum + sizeOf(rt.builder.node(id).shape), 0);
	}
}
