/**
 * PyTensor: PyTorch's tensor as Python sees it, over an immutable graph. In-place ops do not
 * write: they bind the storage to a new node, and every alias of the storage reads it there.
 */
import type { Node } from '../graph.ts';
import type { Attrs, OpName } from '../ops/op.ts';
import type { DType, Shape } from '../tensor.ts';

/** Memory shared by aliases (`x`, `x.data`, `x.detach()`). */
export class Storage {
	/** Rises with each in-place op. */
	stamp = 0;
	constructor(public node: Node) {}
}

/** PyTorch's version counter: shared by detach() and views, but not by `.data`. */
export interface VersionCounter {
	version: number;
}

/**
 * How a tensor looks at the memory of another (`x.t()`, `x.view(…)`, `x.expand(…)`). It has a
 * storage of its own, derived anew where the base has changed since; nothing may write into it.
 */
export interface View {
	readonly base: PyTensor;
	/** The base's storage when this was derived. */
	readonly storage: Storage;
	readonly stamp: number;
	readonly op: OpName;
	readonly attrs: Attrs;
	/** Made while grad mode was on, so that history goes through it. */
	readonly tracked: boolean;
	/** Elements from one index to the next, by dimension. */
	readonly strides: readonly number[];
	/** Which of several views that one call made (split, chunk, unbind). */
	readonly piece?: number;
}

export class PyTensor {
	readonly kind = 'tensor';
	grad: PyTensor | null = null;
	view: View | null = null;
	/** Made by nn.Parameter: what a module trains. */
	isParameter = false;
	#storage: Storage;
	#own: Node;
	#stamp: number;

	constructor(
		storage: Storage,
		public requiresGrad: boolean,
		/** Made by the user rather than by a differentiable op. */
		public isLeaf: boolean,
		readonly counter: VersionCounter = { version: 0 },
		own: Node = storage.node
	) {
		this.#storage = storage;
		this.#own = own;
		this.#stamp = storage.stamp;
	}

	get storage(): Storage {
		return this.#storage;
	}

	/** The node that holds this tensor's present value (see Runtime.present for views). */
	get node(): Node {
		return this.isOvertaken ? this.#storage.node : this.#own;
	}

	/** The node that this tensor's history leads to. */
	get origin(): Node {
		return this.#own;
	}

	/** An alias without this tensor's history has written the memory. */
	get isOvertaken(): boolean {
		return this.#stamp !== this.#storage.stamp;
	}

	get shape(): Shape {
		return this.node.shape;
	}

	get dtype(): DType {
		return this.node.dtype;
	}

	/** Binds this tensor and its aliases to a new value. */
	write(node: Node): void {
		this.counter.version++;
		this.derive(node);
	}

	/** The same, without PyTorch counting it as a change. */
	derive(node: Node): void {
		this.#storage.node = node;
		this.#storage.stamp++;
		this.#own = node;
		this.#stamp = this.#storage.stamp;
	}

	/**
	 * Holds `node` until the returned function is called, which puts everything back: unlike a write
	 * it leaves no trace for autograd. Aliases see it too.
	 */
	lend(node: Node): () => void {
		const storage = this.#storage;
		const { node: held, stamp } = storage;
		const [own, seen] = [this.#own, this.#stamp];
		const put = (held: Node, stamp: number, own: Node, seen: number) => {
			Object.assign(storage, { node: held, stamp });
			this.#own = own;
			this.#stamp = seen;
		};
		// negative, so that no write has the same, nor another loan
		const loan = -1 - node.id;
		put(node, loan, node, loan);
		return () => put(held, stamp, own, seen);
	}

	/** `x.data = …`: from now on this is other memory, which holds `node`. */
	adopt(storage: Storage, node: Node): void {
		this.#storage = storage;
		this.#own = node;
		this.#stamp = storage.stamp;
	}
}
