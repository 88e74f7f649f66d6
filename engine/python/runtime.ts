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
import { Budget, type Spending } from './budget.ts';
import { PythonError } from './errors.ts';
import { refuseHeld } from './memory.ts';
import { PyTensor, Storage } from './variable.ts';
import { gradFnName } from './grad-fn.ts';
import { refuseOvertaken, refuseResult, refuseWrite, sharedLeaf, stalePiece } from './in-place.ts';
import { savedNow, type BindingEvent, type Line, type Saved } from './records.ts';
import type { Frame, Language } from './language.ts';
import { createScope, type Scope } from './scopes.ts';
import { Deferred, type Definition, type PyModule, type Value } from './values.ts';

/** Largest tensor that a lesson may make, in elements (64 MB of float32). */
export const MAX_ELEMENTS = 2 ** 24;

export class Runtime {
	readonly builder: Builder;
	/** Values on a backend, by node. */
	readonly held = new Map<number, Held>();
	/** Values on the host, by node. */
	readonly hosts = new Map<number, Tensor>();
	readonly globals: Scope = createScope(null, 'module');
	/** The modules that a lesson may import, by dotted name. */
	readonly modules: ReadonlyMap<string, PyModule>;
	/** What is known of functions before they run, by their place in the tree. */
	readonly definitions = new WeakMap<object, Definition>();
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
	/** The call that is running; null in the module itself. */
	frame: Frame | null = null;
	/** The error whose handler is running. */
	handled: PythonError | null = null;
	readonly budget = new Budget();

	lines: Line[] = [];
	/** Printed text that no line end has followed yet. */
	openLine = '';
	bindings: BindingEvent[] = [];
	/** The scalar of this iteration that is trained on: root of backward(), else the name `loss`. */
	loss: number | null = null;
	/** backward() has run in this iteration: once from a scalar, or so that no one scalar stands for it. */
	backward: 'none' | 'one' | 'several' = 'none';
	/** Leaf tensors by the node they had when a differentiable op used them. */
	readonly leaves = new Map<number, PyTensor>();
	/** Non-leaf tensors that keep their gradient (retain_grad). */
	readonly retained = new Map<number, PyTensor>();
	readonly saved = new Map<number, Saved>();
	/** Elements of the values held, those included that nothing reaches any more. */
	elements = 0;
	/** PyTorch's names of functions that are not those of their node's op. */
	readonly gradFns = new Map<number, string>();
	/** Nodes made in place, and the node whose value they overwrote. */
	readonly replaced = new Map<number, number>();
	/** Nodes whose saved tensors backward() has freed. */
	readonly freed = new Set<number>();

	constructor(
		readonly options: LessonOptions,
		readonly language: Language
	) {
		this.dtype = options.dtype;
		this.builder = new Builder(options.dtype);
		this.random = createGenerator(options.seed);
		this.modules = language.createModules(this);
	}

	/** The float dtype of what names none: the lesson's, until set_default_dtype says otherwise. */
	dtype: FloatType;

	/** One more pass of a loop, one more call, items gone through: an endless program ends here. */
	spend(on: Spending, count = 1): void {
		this.budget.spend(on, count, this.at);
	}

	/** So many elements more are held until the lesson's values are gone through again. */
	hold(elements: number): void {
		this.elements += elements;
		refuseHeld(this.elements, this.at);
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
		const nodes = inputs.map((input) => this.present(input));
		const carries = this.gradEnabled && opTable[op].vjp !== null && needs.includes(true);
		const tracked = carries && isFloat(opTable[op].shape(nodes, attrs).dtype);
		if (tracked) inputs.forEach((input, i) => needs[i] && refuseOvertaken(input, this.at));
		const node = this.add(op, nodes, attrs, tracked ? needs : undefined);
		if (tracked) for (const input of inputs) this.#remember(input);
		return this.wrap(node, tracked);
	}

	/** An op outside autograd, on nodes. */
	add(op: OpName, inputs: readonly Node[], attrs: Attrs = {}, needs?: readonly boolean[]): Node {
		this.builder.provenance.at = this.at;
		this.spend('node');
		const node = this.builder.add(op, inputs, attrs, needs);
		this.refuseSize(node.shape, op);
		this.spend('computed', sizeOf(node.shape));
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
		this.spend('made', tensor.data.length);
		this.hold(tensor.data.length);
		const node = this.builder.input(tensor.shape, tensor.dtype);
		this.hosts.set(node.id, tensor);
		return new PyTensor(new Storage(node), requiresGrad, true);
	}

	/** The node of a tensor's value; a view of memory that has changed is derived anew. */
	present(tensor: PyTensor, isLast = false): Node {
		const { view } = tensor;
		if (!view) return tensor.node;
		this.present(view.base, isLast);
		const { storage, requiresGrad } = view.base;
		const same = view.storage === storage && view.stamp === storage.stamp;
		const joins = view.tracked && requiresGrad && !tensor.requiresGrad;
		if (same && !joins) return tensor.node;
		const maker = gradFnName(this, tensor.origin);
		const isStalePiece = view.piece !== undefined && !same && tensor.requiresGrad;
		if (isStalePiece && this.gradEnabled && !isLast) throw stalePiece(view.piece, maker, this.at);
		const before = this.gradEnabled;
		this.gradEnabled = view.tracked && !(isLast && view.base.isOvertaken);
		const again = this.apply(view.op, [view.base], view.attrs);
		this.gradEnabled = before;
		tensor.derive(again.node);
		// a view that requires_grad_() has made a leaf stays one
		if (!tensor.requiresGrad || again.requiresGrad) {
			tensor.requiresGrad = again.requiresGrad;
			tensor.isLeaf = again.isLeaf;
		}
		// seen without its history, a piece stays one that PyTorch does not derive anew
		if (!isStalePiece) tensor.view = { ...view, storage, stamp: storage.stamp };
		if (!same) {
			this.named(tensor, isStalePiece ? maker : 'AsStridedBackward0');
			// what it is now it became where the memory changed, not on the line that looks
			this.bindAliases(tensor);
		}
		return tensor.node;
	}

	/** A tensor that looks at the memory of `base` through a shape op. */
	look(base: PyTensor, op: OpName, attrs: Attrs, strides: readonly number[]): PyTensor {
		const { node, requiresGrad, isLeaf } = this.apply(op, [base], attrs);
		const tensor = new PyTensor(new Storage(node), requiresGrad, isLeaf, base.counter);
		const { storage } = base;
		const tracked = this.gradEnabled;
		tensor.view = { base, storage, stamp: storage.stamp, op, attrs, tracked, strides };
		if (requiresGrad) this.#register(tensor);
		return tensor;
	}

	/** A tensor on the same memory, without history; `.data` gets a version counter of its own. */
	alias(x: PyTensor, node: Node, counter = x.counter): PyTensor {
		if (!x.view) return new PyTensor(x.storage, false, true, counter, node);
		const tensor = new PyTensor(new Storage(node), false, true, counter);
		tensor.view = { ...x.view, tracked: false };
		return tensor;
	}

	/** `target` becomes the value of `op` in place: PyTorch's checks, then a new version. */
	write(target: PyTensor, op: OpName, inputs: readonly PyTensor[], attrs: Attrs = {}): PyTensor {
		refuseWrite(target, this.gradEnabled, this.at);
		const result = this.apply(op, inputs, attrs);
		refuseResult(target, result, this.at);
		if (inputs.filter((input) => input === target).length === 1) {
			this.replaced.set(result.node.id, target.node.id);
		}
		return this.rewrite(target, result);
	}

	/** `target` becomes `result`, of the same shape, cast to its dtype. */
	rewrite(target: PyTensor, result: PyTensor): PyTensor {
		const { dtype } = target;
		const value = result.dtype === dtype ? result : this.apply('cast', [result], { dtype });
		// what retain_grad keeps is the gradient of the present value
		const retained = this.retained.delete(target.node.id);
		target.write(value.node);
		if (value.requiresGrad) {
			target.requiresGrad = true;
			target.isLeaf = false;
			this.#register(target);
			if (retained) this.retained.set(target.node.id, target);
		}
		this.bindAliases(target, this.at);
		return target;
	}

	/** PyTorch calls the function that made `tensor` by `gradFn`. */
	named(tensor: PyTensor, gradFn: string): PyTensor {
		if (tensor.requiresGrad && !tensor.isLeaf) this.gradFns.set(tensor.node.id, gradFn);
		return tensor;
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

	bind(name: string, { node }: PyTensor, how: BindingEvent['how'], at?: Span): void {
		this.bindings.push({ name, node: node.id, count: this.builder.count, how, at });
	}

	/** Records a change for every name of the module (or its `.grad`) that shares the storage. */
	bindAliases(tensor: PyTensor, at?: Span): void {
		const { storage } = tensor;
		for (const [name, value] of this.language.namedTensors(this)) {
			if (value.storage === storage) this.bind(name, tensor, 'in-place', at);
			else if (value.grad?.storage === storage) this.bind(`${name}.grad`, tensor, 'in-place', at);
		}
	}

	#register(tensor: PyTensor): void {
		this.saved.set(tensor.node.id, savedNow(tensor));
		if (this.options.retainGrad) this.retained.set(tensor.node.id, tensor);
	}

	#remember(input: PyTensor): void {
		const { id } = input.node;
		if (input.requiresGrad && input.isLeaf) {
			const other = this.leaves.get(id);
			if (other && other !== input) throw sharedLeaf(this.at);
			this.leaves.set(id, input);
		}
		if (!this.saved.has(id)) this.saved.set(id, savedNow(input));
	}

	/** Throws for a tensor that is too large to make. */
	refuseSize(shape: readonly number[], op: string): void {
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
