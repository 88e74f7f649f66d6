/**
 * Runs a module in units: what stands before the training loop, each pass of the loop, and what
 * follows. Between units the whole state is plain (names, position, generator), so that a run
 * can be copied there and resumed.
 */
import type { LessonOptions } from '../session.ts';
import { ShapeError } from '../shape.ts';
import { cast, isFloat } from '../tensor.ts';
import { assign } from './assign.ts';
import type { Module, Statement } from './ast.ts';
import { force, iterate, sizeOfContainer, truth } from './protocols.ts';
import { PythonError } from './errors.ts';
import { evaluate } from './expressions.ts';
import { execute, pass } from './interpreter.ts';
import { assignedNames, readsBeforeAssigning } from './liveness.ts';
import { Runtime, type Completion, type Language } from './runtime.ts';
import { createModules } from './torch/namespace.ts';
import { PyRange, type Evaluation } from './values.ts';
import { PyTensor } from './variable.ts';

/** What the loop goes over stands among the module's names, under one that no lesson can write. */
const ITERABLE = '<loop>';

type Loop = Extract<Statement, { kind: 'For' | 'While' }>;

/** A parsed lesson, split at its training loop; without one the whole lesson is one iteration. */
export interface Program {
	readonly before: readonly Statement[];
	readonly loop: Loop | null;
	readonly after: readonly Statement[];
	/** Names whose values a pass of the loop may read from the pass before. */
	readonly carried: ReadonlySet<string>;
}

const language: Language = { evaluate, execute };

export function toProgram(module: Module): Program {
	const { body } = module;
	const at = body.findLastIndex((statement) => isTraining(statement));
	const index = at >= 0 ? at : body.findLastIndex((statement) => isLoop(statement));
	if (index < 0) return { before: [], loop: null, after: body, carried: new Set() };
	const loop = body[index] as Loop;
	const carried = readsBeforeAssigning(loop.kind === 'For' ? loop.body : [loop, ...loop.body]);
	return { before: body.slice(0, index), loop, after: body.slice(index + 1), carried };
}

function isLoop(statement: Statement): statement is Loop {
	return statement.kind === 'For' || statement.kind === 'While';
}

/** A loop that computes gradients: it calls backward() or names something `grad_…` or `loss`. */
function isTraining(statement: Statement): boolean {
	if (!isLoop(statement)) return false;
	const names = assignedNames(statement.body);
	if ([...names].some((name) => name === 'loss' || name.startsWith('grad_'))) return true;
	const text = JSON.stringify(statement.body, (_, value: unknown) =>
		typeof value === 'bigint' ? null : value
	);
	return text.includes('"attr":"backward"');
}

export type Position = 'before' | 'loop' | 'after' | 'end';

export class Machine {
	readonly rt: Runtime;
	position: Position = 'before';
	/** Passes of the loop completed (1 for a lesson without a loop, once it has run). */
	iteration = 0;
	#next = 0;

	constructor(
		readonly program: Program,
		options: LessonOptions
	) {
		this.rt = new Runtime(options, language);
		this.#predefine();
	}

	/** Passes of the whole loop; null while it is not known. */
	get total(): number | null {
		if (!this.program.loop) return 1;
		const iterable = this.rt.globals.names.get(ITERABLE);
		return iterable === undefined ? null : this.#count(sizeOfContainer(iterable) ?? 0);
	}

	/** Items of the loop that have been taken. */
	get taken(): number {
		return this.#next;
	}

	/** Takes over the position of another machine of the same program. */
	resume(position: Position, iteration: number, taken: number): void {
		this.position = position;
		this.iteration = iteration;
		this.#next = taken;
	}

	/** Everything before the loop. */
	*setUp(): Evaluation<void> {
		const { rt, program } = this;
		yield* execute(rt, program.before, rt.globals);
		this.position = program.loop ? 'loop' : 'after';
		if (program.loop?.kind === 'For') {
			rt.at = program.loop.at;
			const iterable = yield* force(rt, yield* evaluate(rt, program.loop.iter, rt.globals));
			yield* iterate(rt, iterable);
			rt.globals.names.set(ITERABLE, iterable);
		}
	}

	/** One pass of the loop; false when the loop is over (and nothing ran). */
	*pass(): Evaluation<boolean> {
		const { rt, program } = this;
		if (!program.loop) return yield* this.#whole();
		if (!(yield* this.#enter(program.loop))) {
			yield* execute(rt, program.loop.orelse, rt.globals);
			this.position = 'after';
			return false;
		}
		const completion = yield* pass(rt, program.loop.body, rt.globals);
		this.iteration++;
		if (completion === 'break') this.position = 'after';
		return true;
	}

	/** Everything after the loop. */
	*finish(): Evaluation<void> {
		if (this.program.loop) yield* execute(this.rt, this.program.after, this.rt.globals);
		// what is named at the end is shown as it is then
		for (const value of this.rt.globals.names.values()) {
			if (value instanceof PyTensor) this.rt.present(value);
		}
		this.position = 'end';
	}

	/** Forgets the names that the next pass assigns before it reads them. */
	dropDead(): void {
		if (!this.program.loop || this.position !== 'loop') return;
		const names = assignedNames(this.program.loop.body);
		for (const name of names) {
			if (!this.program.carried.has(name)) this.rt.globals.names.delete(name);
		}
	}

	*#whole(): Evaluation<boolean> {
		if (this.position !== 'after') return false;
		const completion: Completion = yield* execute(this.rt, this.program.after, this.rt.globals);
		this.iteration++;
		this.position = 'end';
		return completion === 'normal';
	}

	*#enter(loop: Loop): Evaluation<boolean> {
		const { rt } = this;
		rt.at = loop.at;
		if (loop.kind === 'While') {
			if (this.iteration >= (rt.options.maxPasses ?? Infinity)) return false;
			return yield* truth(rt, yield* evaluate(rt, loop.test, rt.globals));
		}
		const items = yield* iterate(rt, rt.globals.names.get(ITERABLE)!);
		if (this.#next >= this.#count(items.length)) return false;
		const item = items instanceof PyRange ? items.at(this.#next) : items[this.#next];
		this.#next++;
		yield* assign(rt, loop.target, item, rt.globals);
		return true;
	}

	#count(length: number): number {
		return Math.min(length, this.rt.options.maxPasses ?? Infinity);
	}

	/** Inputs that the lesson reads without ever making them are in scope from the start. */
	#predefine(): void {
		const { rt, program } = this;
		const body = [...program.before, ...(program.loop ? [program.loop] : []), ...program.after];
		const made = assignedNames(body);
		const read = readsBeforeAssigning(body.filter((statement) => statement.kind !== 'FunctionDef'));
		if (!rt.options.inputs) return;
		// a snippet that is handed its leaves is handed torch and F too, as a notebook cell would be
		const modules = createModules(rt);
		rt.globals.names.set('torch', modules.get('torch')!);
		rt.globals.names.set('F', modules.get('torch.nn.functional')!);
		for (const [name, { value, requiresGrad }] of Object.entries(rt.options.inputs)) {
			if (made.has(name) && !read.has(name)) continue;
			rt.substituted.add(name);
			const leaf = isFloat(value.dtype) ? cast(value, rt.dtype) : value;
			rt.globals.names.set(name, rt.fresh(leaf, requiresGrad));
		}
	}
}

/** An error that escaped without a place gets the place where the interpreter was. */
export function located(rt: Runtime, error: unknown): unknown {
	if (error instanceof PythonError) {
		error.at ??= rt.at;
		return error;
	}
	if (error instanceof ShapeError) {
		return new PythonError(error.type, error.message, rt.at, error.hint);
	}
	if (error instanceof RangeError && error.message.includes('call stack')) {
		return new PythonError('RecursionError', 'the lesson is nested too deeply', rt.at);
	}
	return error;
}
