/** One node of a model as its operator's translation sees it: operands as Python text, attributes as numbers. */
import { sizeOf, type DType, type Tensor } from '../../tensor.ts';
import { numberText } from '../python-text.ts';
import type { ModelNode } from './model.ts';
import { FileError } from '../problem.ts';

/** What a value of the model is while the lesson is being written. */
export type Value =
	| {
			readonly kind: 'tensor';
			/** An identifier. */
			readonly text: string;
			readonly rank?: number;
			readonly dtype?: DType;
	  }
	/** Whole numbers that Python computes beside the tensors: sizes, axes, `x.shape[0]`. */
	| { readonly kind: 'list'; readonly items: readonly string[]; readonly isScalar: boolean }
	/** Numbers from the file, named in the lesson once something takes them for a tensor. */
	| { readonly kind: 'held'; readonly name: string; readonly tensor: Tensor };

/** What an operator makes: a Python expression, or a value that is there already. */
export type Made =
	| { readonly text: string; readonly rank?: number; readonly dtype?: DType }
	| { readonly value: Value };

/** Longest list of whole numbers from the file that is written out. */
const MOST_ITEMS = 32;

export class Call {
	constructor(
		readonly node: ModelNode,
		readonly operands: readonly (Value | null)[],
		readonly opset: number,
		/** Gives numbers from the file their name in the lesson. */
		readonly nameOf: (held: Extract<Value, { kind: 'held' }>) => string
	) {}

	refuse(why: string): FileError {
		const { name, opType, outputs } = this.node;
		return new FileError(`${opType} '${name || outputs[0]}': ${why}`);
	}

	has(i: number): boolean {
		return (this.operands[i] ?? null) !== null;
	}

	value(i: number): Value {
		const value = this.operands[i] ?? null;
		if (!value) throw this.refuse(`input ${i} is missing`);
		return value;
	}

	/** An operand of arithmetic: a name, or the number itself where it is a single one. */
	x(i: number): string {
		const value = this.value(i);
		if (value.kind === 'tensor') return value.text;
		if (value.kind === 'list') return value.isScalar ? atom(value.items[0]) : this.tensor(i);
		const { tensor } = value;
		return tensor.shape.length === 0 && tensor.dtype !== 'bool'
			? atom(numberText(tensor.data[0], tensor.dtype))
			: this.nameOf(value);
	}

	/** The same where a bare number will not do. */
	tensor(i: number): string {
		const value = this.value(i);
		if (value.kind === 'tensor') return value.text;
		if (value.kind === 'held') return this.nameOf(value);
		const list = value.isScalar ? value.items[0] : `[${value.items.join(', ')}]`;
		return `torch.tensor(${list})`;
	}

	/** A single number known to the file, as Python text; null where it is a tensor. */
	number(i: number): string | null {
		const value = this.value(i);
		if (value.kind === 'list') return value.items.length === 1 ? value.items[0] : null;
		if (value.kind !== 'held') return null;
		const { shape, dtype, data } = value.tensor;
		return sizeOf(shape) === 1 && dtype !== 'bool' ? numberText(data[0], dtype) : null;
	}

	rank(i: number): number | undefined {
		const value = this.operands[i] ?? null;
		if (!value) return undefined;
		if (value.kind === 'list') return value.isScalar ? 0 : 1;
		return value.kind === 'held' ? value.tensor.shape.length : value.rank;
	}

	dtype(i: number): DType | undefined {
		const value = this.operands[i] ?? null;
		if (value?.kind === 'list') return 'int64';
		return value?.kind === 'held' ? value.tensor.dtype : value?.dtype;
	}

	/** Whole numbers as Python text; throws where they are computed by tensors. */
	list(i: number): readonly string[] {
		const items = itemsOf(this.value(i));
		if (!items) throw this.refuse(`input ${i} is computed, and has to be known beforehand`);
		return items;
	}

	/** The same as numbers: from the file alone. */
	numbers(i: number): number[] {
		const numbers = this.list(i).map(Number);
		if (numbers.some(Number.isNaN)) throw this.refuse(`input ${i} has to be numbers in the file`);
		return numbers;
	}

	/** Axes and the like, which younger opsets take as an input and older ones as an attribute. */
	given(name: string, i: number): number[] | null {
		if (this.has(i)) return this.numbers(i);
		return this.node.attributes.has(name) ? this.ints(name) : null;
	}

	int(name: string, otherwise: number): number {
		const found = this.node.attributes.get(name);
		if (!found) return otherwise;
		if (found.kind === 'int' || found.kind === 'float') return found.number;
		throw this.refuse(`attribute ${name} should be a number`);
	}

	float(name: string, otherwise: number): string {
		return numberText(this.int(name, otherwise), 'float32');
	}

	ints(name: string, otherwise?: readonly number[]): number[] {
		const found = this.node.attributes.get(name);
		if (!found && otherwise) return [...otherwise];
		if (found?.kind === 'ints' || found?.kind === 'floats') return [...found.numbers];
		throw this.refuse(`attribute ${name} should be a list of numbers`);
	}

	text(name: string, otherwise: string): string {
		const found = this.node.attributes.get(name);
		return found?.kind === 'text' ? found.text : otherwise;
	}
}

/** Null for a value that only a run can tell. */
export function itemsOf(value: Value): readonly string[] | null {
	if (value.kind === 'list') return value.items;
	if (value.kind !== 'held') return null;
	const { dtype, shape, data } = value.tensor;
	const isShort = dtype === 'int64' && shape.length <= 1 && data.length <= MOST_ITEMS;
	return isShort ? Array.from(data, String) : null;
}

/** In brackets unless it binds more tightly than any operator. */
export function atom(text: string): string {
	const isAtom = /^(\d[\d.]*e[-+]\d+|[\w.]+(\([^()]*\)|\[[^[\]]*\])*)$/.test(text);
	return isAtom ? text : `(${text})`;
}
