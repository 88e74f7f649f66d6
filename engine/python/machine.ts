/**
 * Runs a module in units: what stands before the training loop, each pass of the loop, and what
 * follows. Between units the whole state is plain (names, position, generator), so that a run
 * can be copied there and resumed.
 */
import type { LessonOptions } from '../session.ts';
import { cast, isFloat } from '../tensor.ts';
import { assign } from './assign.ts';
import type { Module, Statement } from './ast.ts';
import { evaluate } from './expressions.ts';
import { execute, pass } from './interpreter.ts';
import { changedSize, iteratorOf, listOfItems, take } from './iterators.ts';
import { language } from './entry.ts';
import { assignedNames, namesInFunctions, readsBeforeAssigning } from './liveness.ts';
import type { PyIterator } from './objects.ts';
import { force, sizeOfContainer, truth } from './protocols.ts';
import type { Completion } from './records.ts';
import { Runtime } from './runtime.ts';
import { PyDict, PyList, PyRange, type Evaluation, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

/** What the loop goes over stands among the module's names, under one that no lesson can write. */
const ITERABLE = '<loop>';
/** How many keys a dict had when the loop over it began. */
const SIZE = '<size>';

type Loop = Extract<Statement, { kind: 'For' | 'While' }>;

/** A parsed lesson, split at its training loop; without one the whole lesson is one iteration. */
export interface Program {
	readonly before: readonly Statement[];
	readonly loop: Loop | null;
	readonly after: readonly Statement[];
	/** Names whose values a pass of the loop, or what follows the loop, may read from the pass before. */
	readonly carried: ReadonlySet<string>;
}

export function toProgram(module: Module): Program {
	const body = module.body.flatMap((statement) =>
		isMainGuard(statement) ? statement.body : [statement]
	);
	const at = body.findLastIndex((statement) => isTraining(statement));
	const computes = at >= 0 || body.some((statement) => isTorchImport(statement));
	const index = at >= 0 || !computes ? at : body.findLastIndex((statement) => isLoop(statement));
	if (index < 0) return { before: [], loop: null, after: body, carried: new Set() };
	const loop = body[index] as Loop;
	const own = readsBeforeAssigning(loop.kind === 'For' ? loop.body : [loop, ...loop.body]);
	const after = body.slice(index + 1);
	const later = readsBeforeAssigning([...loop.orelse, ...after]);
	const carried = new Set([...own, ...later, ...namesInFunctions(body)]);
	return { before: body.slice(0, index), loop, after, carried };
}

/** `if __name__ == '__main__':`, which is always so here. */
function isMainGuard(statement: Statement): statement is Extract<Statement, { kind: 'If' }> {
	if (statement.kind !== 'If' || statement.test.kind !== 'Compare') return false;
	const { left, ops, comparators } = statement.test;
	const [right] = comparators;
	const isName = left.kind === 'Name' && left.id === '__name__';
	return isName && ops.join() === '==' && right.kind === 'String' && right.value === '__main__';
}

/** A lesson without torch has nothing to show pass by pass, and is one iteration. */
function isTorchImport(statement: Statement): boolean {
	if (statement.kind === 'ImportFrom') return statement.module.startsWith('torch');
	const names = statement.kind === 'Import' ? statement.names : [];
	return names.some(({ name }) => name.startsWith('torch'));
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
	/** Nodes there were when the last iteration began. */
	#nodes = -1;

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
		const length = iterable === undefined ? null : sizeOfContainer(iterable);
		return length === null ? null : this.#count(length);
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
		this.#renew();
		yield* execute(rt, program.before, rt.globals);
		this.position = program.loop ? 'loop' : 'after';
		if (program.loop?.kind === 'For') {
			rt.at = program.loop.at;
			const iterable = yield* evaluate(rt, program.loop.iter, rt.globals);
			rt.globals.names.set(ITERABLE, yield* loopable(rt, iterable));
		}
	}

	/** One pass of the loop; false when the loop is over (and nothing ran). */
	*pass(): Evaluation<boolean> {
		const { rt, program } = this;
		this.#renew();
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
		this.#renew();
		if (this.program.loop) yield* execute(this.rt, this.program.after, this.rt.globals);
		this.#end();
	}

	/** Forgets the names that the next pass assigns before it reads them. */
	dropDead(): void {
		if (!this.program.loop || this.position !== 'loop') return;
		const names = assignedNames(this.program.loop.body);
		for (const name of names) {
			if (!this.program.carried.has(name)) this.rt.globals.names.delete(name);
		}
	}

	#renew(): void {
		const { rt } = this;
		rt.budget.renew(rt.at, rt.builder.count !== this.#nodes);
		this.#nodes = rt.builder.count;
	}

	*#whole(): Evaluation<boolean> {
		if (this.position !== 'after') return false;
		const completion: Completion = yield* execute(this.rt, this.program.after, this.rt.globals);
		this.iteration++;
		this.#end();
		return completion === 'normal';
	}

	/** What is named at the end is shown as it is then. No history is refused, since nothing follows. */
	#end(): void {
		const { rt } = this;
		for (const [, tensor] of rt.language.namedTensors(rt)) rt.present(tensor, true);
		this.position = 'end';
	}

	*#enter(loop: Loop): Evaluation<boolean> {
		const { rt } = this;
		rt.at = loop.at;
		if (loop.kind === 'While') {
			if (this.iteration >= (rt.options.maxPasses ?? Infinity)) return false;
			return yield* truth(rt, yield* evaluate(rt, loop.test, rt.globals));
		}
		if (this.#next >= this.#count(Infinity)) return false;
		const item = yield* itemAfter(rt, rt.globals.names.get(ITERABLE)!, this.#next);
		if (item === undefined) return false;
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
		const { modules } = rt;
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

/** What the loop goes over, in a form that can be gone on with at any item where that is possible. */
function* loopable(rt: Runtime, given: Value): Evaluation<Value> {
	const value = yield* force(rt, given);
	if (value instanceof PyRange || value instanceof PyList) return value;
	if (value instanceof PyDict) rt.globals.names.set(SIZE, BigInt(value.entries.size));
	if (value instanceof PyDict) return value;
	const iterator = yield* iteratorOf(rt, value);
	const finite = iterator.plain || value instanceof PyTensor;
	return finite ? new PyList(yield* listOfItems(rt, iterator)) : iterator;
}

/** Item number `index`; undefined at the end. */
function* itemAfter(rt: Runtime, items: Value, index: number): Evaluation<Value | undefined> {
	if (items instanceof PyRange) return index < items.length ? items.at(index) : undefined;
	if (items instanceof PyList) return items.items[index];
	if (!(items instanceof PyDict)) return yield* take(rt, items as PyIterator);
	if (BigInt(items.entries.size) !== rt.globals.names.get(SIZE)) throw changedSize(rt);
	return [...items.entries.values()][index]?.[0];
}
