/**
 * What a running lesson owns: the graph under construction, the values known so far, the random
 * generator, grad mode, and the record of what was printed and bound. Python code acts on it
 * through `apply` (a differentiable op), `write` (an in-place op) and `fresh` (a new leaf).
 */
import type { Value as Held } from '../backends/backend.ts';
import { Builder, type Node, type Span } from '../graph.ts';
import type { Attrs, OpName } from '../ops/op.ts';
import { opTable } from '../ops/index.ts';
import { createGenerator, type Generator as Random } from '../random.ts';
import type { LessonOptions } from '../session.ts';
import { isFloat, sizeOf, type DType, type FloatType, type Tensor } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { PyTensor, Storage, type VersionCounter } from './variable.ts';
import { Deferred, type Evaluation, type Scope, type Value } from './values.ts';
import type { Expression, Statement } from './ast.ts';

/** Largest tensor that a lesson may make, in elements (64 MB of float32). */
export const MAX_ELEMENTS = 2 ** 24;
/** Most graph nodes that may wait for one run. */
export const MAX_NODES = 200_000;

/** A line of output whose numbers may still be coming. */
export interface Line {
	readonly ids: readonly number[];
	readonly show: () => string;
}

/** A name got a value; ids are the builder's. */
export interface BindingEvent {
	readonly name: string;
	readonly node: number;
	/** The builder's count at that moment: nodes with smaller ids came before. */
	readonly count: number;
	readonly how: 'assign' | 'in-place' | 'backward';
	readonly at?: Span;
}

/** How a block ended. */
export type Completion = 'normal' | 'break' | 'continue' | { readonly returned: Value };

/** The interpreter's two entry points, handed down so that its files need not import each other in a ring. */
export interface Language {
	evaluate(rt: Runtime, expression: Expression, scope: Scope): Evaluation<Value>;
	execute(rt: Runtime, block: readonly Statement[], scope: Scope): Evaluation<Completion>;
}

/** For PyTorch's "modified by an inplace operation": what a node's tensor was when it was made. */
export interface Saved {
	readonly counter: VersionCounter;
	readonly version: number;
	readonly gradFn: string | null;
}

export class Runtime {
	readonly builder: Builder;
	/** Values on a backend, by node. */
	readonly held = new Map<number, Held>();
	/** Values on the host, by node. */
	readonly hosts = new Map<number, Tensor>();
	readonly globals: Scope = { names: new Map(), parent: null, globals: new Set() };
	random: Random;
	/** True once the lesson has drawn numbers without seeding them itself. */
	usesSeed = false;
	#seeded = false;
	/** Names of `options.inputs` that have got their given value. */
	readonly substituted = new Set<string>();
	gradEnabled = true;
	/** Where the interpreter is; stamped on nodes and on errors. */
	at: Span | undefined;
	depth = 0;

	lines: Line[] = [];
	bindings: BindingEvent[] = [];
	/** The scalar of this iteration that is trained on: root of backward(), else the name `loss`. */
	loss: number | null = null;
	/** Leaf tensors by the node they had when a differentiable op used them. */
	readonly leaves = new Map<number, PyTensor>();
	/** Non-leaf tensors that keep their gradient (retain_grad). */
	readonly retained = new Map<number, PyTensor>();
	readonly saved = new Map<number, Saved>();
	/** Nodes whose saved tensors backward() has freed. */
	readonly freed = new Set<number>();

	constructor(
		readonly options: LessonOptions,
		readonly language: Language
	) {
		this.builder = new Builder(options.dtype);
		this.random = createGenerator(options.seed);
	}

	get dtype(): FloatType {
		return this.options.dtype;
	}

	/** The value of a node that is already computed and on the host. */
	host(id: number): Tensor {
		const tensor = this.hosts.get(id);
		if (!tensor) throw new Error(`value of node ${id} is not on the host`);
		return tensor;
	}

	known(id: number): boolean {
		return this.hosts.has(id) || this.held.has(id);
	}

	/** Runs `op`; the result requires grad if grad mode is on and an input does. */
	apply(op: OpName, inputs: readonly PyTensor[], attrs: Attrs = {}): PyTensor {
		const needs = inputs.map((input) => input.requiresGrad && isFloat(input.dtype));
		const tracked = this.gradEnabled && opTable[op].vjp !== null && needs.includes(true);
		const nodes = inputs.map((input) => input.node);
		const node = this.add(op, nodes, attrs, tracked ? needs : undefined);
		if (tracked) for (const input of inputs) this.#remember(input);
		return this.wrap(node, tracked);
	}

	/** An op outside autograd, on nodes. */
	add(op: OpName, inputs: readonly Node[], attrs: Attrs = {}, needs?: readonly boolean[]): Node {
		this.builder.provenance.at = this.at;
		const node = this.builder.add(op, inputs, attrs, needs);
		this.#guard(node.shape, op);
		return node;
	}

	/** A tensor around a node that an op has just made. */
	wrap(node: Node, requiresGrad: boolean): PyTensor {
		const tensor = new PyTensor(new Storage(node), requiresGrad, !requiresGrad);
		if (requiresGrad) this.#register(tensor);
		return tensor;
	}

	/** A Python number as an operand beside a tensor of `dtype`. */
	constant(value: number, dtype: DType): PyTensor {
		return new PyTensor(new Storage(this.builder.constant(value, dtype)), false, true);
	}

	/** A new leaf with known values. */
	fresh(tensor: Tensor, requiresGrad = false): PyTensor {
		const node = this.builder.input(tensor.shape, tensor.dtype);
		this.hosts.set(node.id, tensor);
		return new PyTensor(new Storage(node), requiresGrad, true);
	}

	/** `target` becomes the value of `op` in place: PyTorch's checks, then a new version. */
	write(target: PyTensor, op: OpName, inputs: readonly PyTensor[], attrs: Attrs = {}): PyTensor {
		if (this.gradEnabled && target.requiresGrad && target.isLeaf) {
			throw new PythonError(
				'RuntimeError',
				'a leaf Variable that requires grad is being used in an in-place operation.',
				this.at,
				'update weights inside `with torch.no_grad():` (or through `.data`)'
			);
		}
		const result = this.apply(op, inputs, attrs);
		if (result.shape.join() !== target.shape.join()) {
			throw new PythonError(
				'RuntimeError',
				`output with shape [${target.shape.join(', ')}] doesn't match the broadcast shape [${result.shape.join(', ')}]`,
				this.at
			);
		}
		const node =
			result.dtype === target.dtype
				? result.node
				: this.add('cast', [result.node], { dtype: target.dtype });
		target.write(node);
		if (result.requiresGrad) {
			target.requiresGrad = true;
			target.isLeaf = false;
			this.#register(target);
		}
		this.bindAliases(target, 'in-place');
		return target;
	}

	/** The lesson has called manual_seed. */
	seed(value: number): void {
		this.random = createGenerator(value);
		this.#seeded = true;
	}

	/** Random numbers were asked for. */
	drawn(): void {
		if (!this.#seeded) this.usesSeed = true;
	}

	/** The name `loss` was bound: it is what training minimises unless backward() says otherwise. */
	noteLoss(value: Value): void {
		const node = value instanceof Deferred || value instanceof PyTensor ? value.node : null;
		if (node && sizeOf(node.shape) === 1) this.loss = node.id;
	}

	bind(name: string, tensor: PyTensor, how: BindingEvent['how']): void {
		const { node } = tensor;
		this.bindings.push({ name, node: node.id, count: this.builder.count, how, at: this.at });
	}

	/** Records the change for every module-level name (or its `.grad`) that shares the storage. */
	bindAliases(tensor: PyTensor, how: BindingEvent['how']): void {
		for (const [name, value] of this.globals.names) {
			if (!(value instanceof PyTensor)) continue;
			if (value.storage === tensor.storage) this.bind(name, tensor, how);
			else if (value.grad?.storage === tensor.storage) this.bind(`${name}.grad`, tensor, how);
		}
	}

	#register(tensor: PyTensor): void {
		const { node, counter } = tensor;
		const gradFn = opTable[node.op as OpName] ? node.op : null;
		this.saved.set(node.id, { counter, version: counter.version, gradFn });
		if (this.options.retainGrad) this.retained.set(node.id, tensor);
	}

	#remember(input: PyTensor): void {
		const { node, counter } = input;
		if (input.requiresGrad && input.isLeaf) this.leaves.set(node.id, input);
		if (!this.saved.has(node.id)) {
			this.saved.set(node.id, { counter, version: counter.version, gradFn: null });
		}
	}

	#guard(shape: readonly number[], op: string): void {
		const size = sizeOf(shape);
		if (size > MAX_ELEMENTS) {
			throw new PythonError(
				'RuntimeError',
				`${op} would make a tensor of ${size} elements; the most here is ${MAX_ELEMENTS}`,
				this.at,
				'use smaller sizes'
			);
		}
	}
}
