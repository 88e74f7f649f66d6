/**
 * Numbers that the reader has changed in the tensors a lesson starts with. Immutable; what the
 * engine gets are whole tensors, by name.
 */
import { allocate, type Tensor } from '#engine/tensor.ts';
import type { Trace } from '#engine';

export interface Edit {
	readonly name: string;
	/** Place in the tensor, row-major. */
	readonly flat: number;
	/** As the tensor holds it: rounded to its type. */
	readonly value: number;
	/** The lesson's own number. */
	readonly was: number;
}

export class Edits {
	static readonly none = new Edits([], new Map());

	private constructor(
		/** The latest last, one a cell. */
		readonly list: readonly Edit[],
		private readonly own: ReadonlyMap<string, Tensor>
	) {}

	/** With `value` in a cell of `name`, which holds `tensor` so far; the lesson's own number undoes an edit. */
	with(name: string, tensor: Tensor, flat: number, value: number): Edits {
		const own = this.own.get(name) ?? tensor;
		const cell = allocate(own.dtype, 1);
		cell[0] = value;
		const rest = this.list.filter((edit) => edit.name !== name || edit.flat !== flat);
		const was = own.data[flat];
		const list = Object.is(cell[0], was) ? rest : [...rest, { name, flat, value: cell[0], was }];
		return new Edits(list, new Map(this.own).set(name, own));
	}

	/** Without the latest. */
	undo(): Edits {
		return this.list.length > 1 ? new Edits(this.list.slice(0, -1), this.own) : Edits.none;
	}

	/** Without any. */
	without(): Edits {
		return Edits.none;
	}

	/** The tensors with the edits in them. */
	get inputs(): Readonly<Record<string, Tensor>> {
		const inputs: Record<string, Tensor> = {};
		for (const { name, flat, value } of this.list) {
			const { data, ...type } = inputs[name] ?? this.own.get(name)!;
			const copy = allocate(type.dtype, data.length);
			copy.set(data);
			copy[flat] = value;
			inputs[name] = { ...type, data: copy };
		}
		return inputs;
	}

	get size(): number {
		return this.list.length;
	}
}

/** The tensor that the iteration found under `name`; null where it made it itself, or has none. */
export function foundUnder(trace: Trace, name: string): Tensor | null {
	const node = trace.bindings.find((binding) => binding.name === name)?.node;
	return node === undefined || trace.graph.nodes[node].op !== 'input' ? null : trace.values[node];
}
