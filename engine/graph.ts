/**
 * The computation graph: immutable nodes, the builder that makes them, and extraction.
 *
 * A `Builder` lives as long as a lesson runs and hands out nodes with rising ids; `extract`
 * cuts out the part that some values need as a `Graph`: plain JSON, topological by
 * construction, numbered 0…n−1 so that the same program gives the same graph every iteration.
 */
import type { Attrs, OpName } from './ops/op.ts';
import { opTable } from './ops/index.ts';
import { isFloat, type DType, type FloatType, type Shape, type TensorType } from './tensor.ts';

/** Where in the source: offsets from 0, line from 1, column from 0, as Python counts. */
export interface Span {
	readonly from: number;
	readonly to: number;
	readonly line: number;
	readonly column: number;
}

/**
 * A call whose nodes belong together in the picture: of a function of torch made of others (the
 * kind is absent), of a function of the lesson, of a module, or of an optimiser's step. A loop that
 * runs within one iteration counts as one, and so does each of its passes.
 */
export interface Call {
	/** Tells two calls of one name apart; calls of a graph are numbered as their nodes come. */
	readonly id: number;
	/** `softmax`, `accuracy`, `net.fc1`, `optimizer.step`, `for`; of a pass `i = 2`. */
	readonly name: string;
	readonly kind?: 'function' | 'module' | 'step' | 'loop' | 'pass';
	/** The class of a module or an optimiser: `Linear`, `SGD`. */
	readonly type?: string;
	readonly at?: Span;
}

/** What the caller knows of a call before it is made. */
export type Mark = Pick<Call, 'name' | 'kind' | 'type' | 'at'>;

/** `input`: a value from outside. `constant`: a Python number, `attrs.value`. */
export type NodeKind = OpName | 'input' | 'constant';

export interface Node extends TensorType {
	readonly id: number;
	readonly op: NodeKind;
	readonly inputs: readonly number[];
	readonly attrs: Attrs;
	/** Which inputs carry gradient back to something that requires it (PyTorch's next_edges). */
	readonly needsGrad: readonly boolean[];
	/** The statement part that made the node; absent on inputs. */
	readonly at?: Span;
	/** The calls that made the node, outermost first; absent where the lesson made it by an op of its own. */
	readonly within?: readonly Call[];
	/** For a node of autograd's: the forward node whose gradient it computes or contributes to. */
	readonly gradientOf?: number;
	/** With `gradientOf`: the forward consumer along whose edge this contribution comes. */
	readonly along?: number;
}

export interface Graph {
	readonly nodes: readonly Node[];
}

/** What the builder stamps on the nodes it makes. */
export interface Provenance {
	at?: Span;
	within?: readonly Call[];
	gradientOf?: number;
	along?: number;
}

const NONE: readonly boolean[] = [];
/** Most calls inside one another that a node is marked with. */
const MOST_CALLS = 32;

export class Builder {
	readonly #nodes = new Map<number, Node>();
	#next = 0;
	#calls = 0;
	/** Stamped on every node made from now on; the interpreter and backward set it. */
	provenance: Provenance = {};
	/** While set, nodes are made for a calculation beside the lesson's own: no picture shows them. */
	beside = false;
	readonly #beside = new Set<number>();
	/** While set, new nodes carry gradient to the inputs that it says have a history (create_graph). */
	tracking: ((node: Node) => boolean) | null = null;

	constructor(readonly dtype: FloatType) {}

	get count(): number {
		return this.#next;
	}

	node(id: number): Node {
		const node = this.#nodes.get(id);
		if (!node) throw new Error(`node ${id} is no longer in the graph`);
		return node;
	}

	/** Whether the node belongs to a calculation beside the lesson's own. */
	isBeside(id: number): boolean {
		return this.#beside.has(id);
	}

	input(shape: Shape, dtype: DType): Node {
		return this.#push({ op: 'input', inputs: [], attrs: {}, needsGrad: NONE, shape, dtype });
	}

	constant(value: number, dtype: DType = this.dtype): Node {
		return this.#push({
			op: 'constant',
			inputs: [],
			attrs: { value },
			needsGrad: NONE,
			shape: [],
			dtype
		});
	}

	/**
	 * Adds one op. Shape and dtype come from the op's row, which throws a ShapeError that
	 * speaks to a learner. `needsGrad` defaults to no gradient along any input, unless tracking.
	 */
	add(op: OpName, inputs: readonly Node[], attrs: Attrs = {}, needs?: readonly boolean[]): Node {
		const { shape, dtype } = opTable[op].shape(inputs, attrs);
		const needsGrad = needs ?? this.#inherited(op, inputs, dtype);
		const ids = inputs.map((input) => input.id);
		return this.#push({ op, inputs: ids, attrs, needsGrad, shape, dtype }, this.provenance);
	}

	/** Marks every node that `make` adds as made within a call of `name`. */
	within<T>(name: string, at: Span | undefined, make: () => T): T {
		const caller = this.provenance;
		this.provenance = { ...caller, within: this.callsWith({ name, at }) };
		try {
			return make();
		} finally {
			this.provenance = caller;
		}
	}

	#inherited(op: OpName, inputs: readonly Node[], dtype: DType): readonly boolean[] {
		if (!this.tracking || opTable[op].vjp === null || !isFloat(dtype)) return NONE;
		const needs = inputs.map((input) => isFloat(input.dtype) && this.tracking!(input));
		return needs.includes(true) ? needs : NONE;
	}

	/** The calls around what is made now, and one more inside them. */
	callsWith(mark: Mark): readonly Call[] {
		const { within = [] } = this.provenance;
		// a recursion too deep to draw is one call from there on
		return within.length < MOST_CALLS ? [...within, { id: this.#calls++, ...mark }] : within;
	}

	/** Forgets every node that `keep` does not name. */
	prune(keep: ReadonlySet<number>): void {
		for (const id of this.#nodes.keys()) if (!keep.has(id)) this.#nodes.delete(id);
		for (const id of this.#beside) if (!keep.has(id)) this.#beside.delete(id);
	}

	#push(body: Omit<Node, 'id'>, provenance: Provenance = {}): Node {
		const node: Node = { id: this.#next++, ...body, ...provenance };
		this.#nodes.set(node.id, node);
		if (this.beside) this.#beside.add(node.id);
		return node;
	}
}

export interface Extract {
	readonly graph: Graph;
	/** Builder id → id in the graph, for every node taken along. */
	readonly ids: ReadonlyMap<number, number>;
	/** Builder ids of the values to feed, in graph order. */
	readonly feeds: readonly number[];
}

/**
 * The least graph that computes `wanted` from what is `known`: known nodes become inputs.
 * Node order is the builder's, that is the program's.
 */
export function extract(
	builder: Builder,
	wanted: Iterable<number>,
	known: (id: number) => boolean
): Extract {
	const found = new Map<number, Node>();
	const stack = [...wanted];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (found.has(id)) continue;
		const node = builder.node(id);
		found.set(id, node);
		if (!known(id)) stack.push(...node.inputs);
	}
	const order = [...found.keys()].sort((a, b) => a - b);
	const ids = new Map(order.map((id, i) => [id, i]));
	const feeds: number[] = [];
	const numbered = createNumbering();
	const nodes = order.map((id, i): Node => {
		const node = found.get(id)!;
		if (known(id)) {
			feeds.push(id);
			return {
				id: i,
				op: 'input',
				inputs: [],
				attrs: {},
				needsGrad: NONE,
				shape: node.shape,
				dtype: node.dtype
			};
		}
		const { op, attrs, needsGrad, shape, dtype, at } = node;
		const within = node.within && numbered(node.within);
		const inputs = node.inputs.map((input) => ids.get(input)!);
		const gradientOf = node.gradientOf === undefined ? undefined : ids.get(node.gradientOf);
		const along = node.along === undefined ? undefined : ids.get(node.along);
		// written out: a spread here is a tenth of the engine's own time
		return { id: i, op, inputs, attrs, needsGrad, shape, dtype, at, within, gradientOf, along };
	});
	return { graph: { nodes }, ids, feeds };
}

/** Numbers calls as they come, so that the same program gives the same graph every iteration. */
function createNumbering(): (calls: readonly Call[]) => readonly Call[] {
	const known = new Map<number, Call>();
	return (calls) =>
		calls.map((call) => {
			const before = known.get(call.id);
			if (before) return before;
			const again = { ...call, id: known.size };
			known.set(call.id, again);
			return again;
		});
}

/**
 * A key that two graphs share iff they compute the same thing from their inputs: ops, attrs,
 * shapes, dtypes and wiring, without spans and gradient links.
 */
export function structuralHash(graph: Graph, wanted: readonly number[] = []): string {
	let key = '';
	for (const { op, inputs, attrs, dtype, shape } of graph.nodes) {
		key += `${op}(${inputs.join()})`;
		for (const name in attrs) key += `${name}=${showAttribute(attrs[name])},`;
		key += `:${dtype}[${shape.join()}];`;
	}
	return `${key}>${wanted.join()}`;
}

/** Tells −0 from 0, NaN from null: two fills that differ in them are two graphs. */
function showAttribute(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(showAttribute).join()}]`;
	if (typeof value === 'string') return JSON.stringify(value);
	return Object.is(value, -0) ? '-0' : String(value);
}
