/**
 * Bounded values of several programs on the same inputs: what two of them compute alike, by the
 * same ops from the same leaves, is computed once.
 */
import type { Graph, Node } from '../graph.ts';
import type { Bounded } from '../ops/op.ts';
import type { Tensor } from '../tensor.ts';
import { applyBounded, exact, wideTensor } from './bounded.ts';

export class SharedValues {
	readonly #leaves = new Map<Tensor, number>();
	/** Computes what a graph seen before has made, and gives its code. */
	readonly #made = new Map<Tensor, () => number>();
	readonly #codes = new Map<string, number>();
	readonly #known = new Map<number, Bounded>();

	/** The bounded value of every node of `graph`, whose inputs have the values `values`. */
	of(graph: Graph, values: readonly Tensor[]): (id: number) => Bounded {
		const codes = new Map<number, number>();
		const needed = (id: number, isDone: (input: number) => boolean) =>
			graph.nodes[id].inputs.filter((input) => !isDone(input));
		const codeOf = (id: number): number => {
			inOrder(
				id,
				(each) => needed(each, (input) => codes.has(input)),
				(each) => {
					const node = graph.nodes[each];
					const leaf = node.op === 'input' ? values[each] : null;
					codes.set(each, leaf ? this.#leafCode(leaf) : this.#code(node, codes));
				}
			);
			return codes.get(id)!;
		};
		const known = (id: number) => this.#known.get(codeOf(id));
		const at = (id: number): Bounded => {
			inOrder(
				id,
				(each) => (known(each) ? [] : needed(each, (input) => known(input) !== undefined)),
				(each) => {
					if (known(each)) return;
					const node = graph.nodes[each];
					this.#known.set(
						codeOf(each),
						applyBounded(
							node,
							node.inputs.map((input) => known(input)!)
						)
					);
				}
			);
			return known(id)!;
		};
		this.#note(graph, values, (id) => {
			at(id);
			return codeOf(id);
		});
		return at;
	}

	#note(graph: Graph, values: readonly Tensor[], compute: (id: number) => number): void {
		for (const { id, op } of graph.nodes) if (op === 'input') this.#leafCode(values[id]);
		// a copy may be the very tensor that it was made of
		for (const id of values.keys()) {
			const value = values[id];
			if (!this.#leaves.has(value) && !this.#made.has(value))
				this.#made.set(value, () => compute(id));
		}
	}

	#leafCode(leaf: Tensor): number {
		const before = this.#leaves.get(leaf) ?? this.#made.get(leaf)?.();
		if (before !== undefined) return before;
		const code = this.#next();
		this.#leaves.set(leaf, code);
		this.#known.set(code, exact(wideTensor(leaf)));
		return code;
	}

	#code({ op, attrs, inputs, shape, dtype }: Node, codes: ReadonlyMap<number, number>): number {
		const from = inputs.map((input) => codes.get(input));
		const words = `${op} ${JSON.stringify(attrs, exactly)} ${from.join()} ${shape.join()} ${dtype}`;
		const code = this.#codes.get(words) ?? this.#next();
		this.#codes.set(words, code);
		return code;
	}

	#next(): number {
		return this.#leaves.size + this.#codes.size;
	}
}

/** JSON has one zero and no infinities. */
function exactly(_: string, value: unknown): unknown {
	const isPlain = typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0));
	return isPlain ? value : `number ${Object.is(value, -0) ? '-0' : value}`;
}

/** Visits what `id` is made of before itself; the graph may be deeper than the stack. */
function inOrder(
	id: number,
	missing: (id: number) => readonly number[],
	visit: (id: number) => void
): void {
	const stack = [id];
	while (stack.length > 0) {
		const next = stack.at(-1)!;
		const first = missing(next);
		if (first.length > 0) stack.push(...first);
		else visit(stack.pop()!);
	}
}
