/** Programs as they are written: the lines so far, and what is known of the tensors that they name. */
import { sizeOf, type Shape } from '#engine/tensor.ts';
import type { Draws } from './draws.ts';

export type Sort = 'float' | 'int' | 'bool';

export interface Variable {
	readonly name: string;
	readonly shape: Shape;
	readonly sort: Sort;
	readonly requiresGrad: boolean;
	/** Made by the program rather than by an op. */
	readonly isLeaf: boolean;
}

/** Adds to the program; false where nothing fits what is there. */
export type Maker = (w: Writer, d: Draws) => boolean;

export interface Made {
	readonly shape: Shape;
	readonly sort?: Sort;
	readonly requiresGrad?: boolean;
	readonly isLeaf?: boolean;
}

export class Writer {
	readonly lines: string[] = [
		'import torch',
		'import torch.nn.functional as F',
		'from torch import nn'
	];
	readonly variables: Variable[] = [];
	/** The names of the makers that have written something. */
	readonly used: string[] = [];
	#count = 0;

	name(): string {
		return `v${this.#count++}`;
	}

	line(text: string): true {
		this.lines.push(text);
		return true;
	}

	/** `v3 = text`, and what it is. */
	define(text: string, made: Made): true {
		const name = this.name();
		this.line(`${name} = ${text}`);
		this.note(name, made);
		return true;
	}

	note(name: string, { shape, sort = 'float', requiresGrad = false, isLeaf = false }: Made): void {
		this.variables.push({
			name,
			shape,
			sort,
			requiresGrad: requiresGrad && sort === 'float',
			isLeaf
		});
	}

	/** A tensor that `fits`, the latest ones twice as likely; null where none does. */
	pick(d: Draws, fits: (x: Variable) => boolean): Variable | null {
		const found = this.variables.filter(fits);
		if (found.length === 0) return null;
		const late = found.slice(-3);
		return d.of([...late, ...found]);
	}

	float(d: Draws, fits: (x: Variable) => boolean = () => true): Variable | null {
		return this.pick(d, (x) => x.sort === 'float' && fits(x));
	}
}

/** The shape in which the two meet; null where they do not. */
export function meet(a: Shape, b: Shape): Shape | null {
	const rank = Math.max(a.length, b.length);
	const at = (shape: Shape, i: number) => shape[shape.length - rank + i] ?? 1;
	const shape: number[] = [];
	for (let i = 0; i < rank; i++) {
		const [x, y] = [at(a, i), at(b, i)];
		if (x !== y && x !== 1 && y !== 1) return null;
		shape.push(x === 1 ? y : x);
	}
	return shape;
}

/** `(2, 3)`, `(2,)`, `()`. */
export function tuple(shape: Shape): string {
	return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Nested lists of `values`, row-major. */
export function nested(values: readonly string[], shape: Shape): string {
	if (shape.length === 0) return values[0];
	const part = sizeOf(shape.slice(1));
	const rows = Array.from({ length: shape[0] }, (_, i) =>
		nested(values.slice(i * part, (i + 1) * part), shape.slice(1))
	);
	return `[${rows.join(', ')}]`;
}
