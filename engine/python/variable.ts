/**
 * PyTensor: PyTorch's tensor as Python sees it, over an immutable graph. In-place ops do not
 * write: they bind the storage to a new node, and every alias of the storage reads it there.
 */
import type { Node } from '../graph.ts';
import type { DType, Shape } from '../tensor.ts';

/** Memory shared by aliases (`x`, `x.data`, `x.detach()`). */
export class Storage {
	/** Rises with each in-place op. */
	stamp = 0;
	constructor(public node: Node) {}
}

/** PyTorch's version counter: shared by detach(), but not by `.data`. */
export interface VersionCounter {
	version: number;
}

export class PyTensor {
	readonly kind = 'tensor';
	grad: PyTensor | null = null;
	#own: Node;
	#stamp: number;

	constructor(
		readonly storage: Storage,
		public requiresGrad: boolean,
		/** Made by the user rather than by a differentiable op. */
		public isLeaf: boolean,
		readonly counter: VersionCounter = { version: 0 },
		own: Node = storage.node
	) {
		this.#own = own;
		this.#stamp = storage.stamp;
	}

	/** The node that holds this tensor's present value. */
	get node(): Node {
		return this.#stamp === this.storage.stamp ? this.#own : this.storage.node;
	}

	get shape(): Shape {
		return this.node.shape;
	}

	get dtype(): DType {
		return this.node.dtype;
	}

	/** Binds this tensor and its aliases to a new value. */
	write(node: Node): void {
		this.storage.node = node;
		this.storage.stamp++;
		this.counter.version++;
		this.#own = node;
		this.#stamp = this.storage.stamp;
	}
}
