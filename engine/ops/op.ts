/**
 * What a row of the op table is. `OpAttrs` lists the primitives and their attributes; the
 * table (`index.ts`) is a total mapped type over it, so a missing row or column does not compile.
 *
 * Columns: `shape` types the result, `forward` means it, `making` says which entries made one
 * entry, `vjp` pulls a gradient back (as graph nodes), `jvp` pushes a tangent forward (as
 * numbers, derived independently of vjp), `bound` bounds rounding, `kinks` names the branch
 * arguments, `onnx` lowers, `tex` writes.
 */
import type { Builder, Node } from '../graph.ts';
import type { Tensor, TensorType } from '../tensor.ts';
import type { Window } from './convolution.ts';

export interface OpAttrs {
	// elementwise, broadcasting
	add: object;
	sub: object;
	mul: object;
	div: object;
	neg: object;
	/** x ** exponent, a Python number (PyTorch's PowBackward0). */
	pow: { exponent: number };
	/** One of the bounds may be null. Gradient 1 at a bound: the convention of PyTorch 1.13. */
	clamp: { min: number | null; max: number | null };
	relu: object;
	// comparisons give bool
	lt: object;
	le: object;
	gt: object;
	ge: object;
	eq: object;
	ne: object;
	/** (condition, a, b). */
	where: object;
	/** (x, mask); where the mask is true the result is `value`. */
	masked_fill: { value: number };
	// linear algebra
	mm: object;
	bmm: object;
	/** 2-D transpose. */
	t: object;
	// reductions and their inverses; `dim` null means all
	sum: { dim: readonly number[] | null; keepdim: boolean };
	mean: { dim: readonly number[] | null; keepdim: boolean };
	expand: { shape: readonly number[] };
	reshape: { shape: readonly number[] };
	// moving entries
	permute: { dims: readonly number[] };
	/** A regular part of x, `sizes` entries from `starts` in `steps` along each dimension, as `shape`. */
	slice: Part & { shape: readonly number[] };
	/** x as such a part of zeros of `shape`. */
	pad_into: Part & { shape: readonly number[] };
	cat: { dim: number };
	// picking by whole numbers: (x, index)
	gather: { dim: number };
	scatter_add: { dim: number; shape: readonly number[] };
	index_select: { dim: number };
	index_add: { dim: number; extent: number };
	// functions of one argument
	exp: object;
	expm1: object;
	log: object;
	log1p: object;
	sqrt: object;
	sin: object;
	cos: object;
	tanh: object;
	sigmoid: object;
	erf: object;
	abs: object;
	sign: object;
	floor: object;
	ceil: object;
	/** Half to even. */
	round: object;
	// extremes
	maximum: object;
	minimum: object;
	amax: Extreme;
	amin: Extreme;
	/** Equal, or both NaN. */
	attains: object;
	// powers, remainders and running totals
	/** base ** exponent, both tensors. */
	power: object;
	/** a − b·⌊a/b⌋, with the sign of b, as Python's %. */
	remainder: object;
	cumsum: { dim: number; reverse: boolean };
	/** Over one dimension, or all of them. */
	prod: { dim: number | null; keepdim: boolean };
	/** (x): for every entry of x, the product of the others along `dim`. */
	prod_others: { dim: number };
	// (x, target)
	binary_cross_entropy: object;
	// logic on truth values
	logical_and: object;
	logical_or: object;
	logical_xor: object;
	logical_not: object;
	/** Where the extreme of a line, or of all, stands. */
	argmax: { dim: number | null; keepdim: boolean };
	argmin: { dim: number | null; keepdim: boolean };
	// convolution and its gradients, for any number of spatial dimensions: (x, w), (g, w), (x, g)
	conv: Window;
	conv_input_grad: Window & { shape: readonly number[] };
	conv_weight_grad: Window & { shape: readonly number[] };
	// copies and constants
	clone: object;
	detach: object;
	/** The values of x in another dtype. */
	cast: { dtype: TensorType['dtype'] };
	zeros_like: object;
	ones_like: object;
}

/** Entries at starts, starts + steps, … along each dimension. */
interface Part {
	readonly starts: readonly number[];
	readonly sizes: readonly number[];
	readonly steps: readonly number[];
}

/**
 * Gradient at ties: `share` among equals, and NaN where the extreme is NaN (PyTorch's amax);
 * `even`ly also among NaN (max of a whole tensor); the `first` of one dimension (max over it).
 */
type Extreme = {
	dim: readonly number[] | null;
	keepdim: boolean;
	ties: 'share' | 'even' | 'first';
};

export type OpName = keyof OpAttrs;
export type Attrs = Readonly<Record<string, unknown>>;

/** A float64 value with an elementwise bound on its distance from the exact one. */
export interface Bounded {
	readonly value: Tensor;
	/** ≥ 0, one per element. For a bool tensor: 1 where the branch is undecided, else 0. */
	readonly error: Float64Array;
}

/** Which entries of the inputs made one entry of the result, and how. */
export interface Making {
	/**
	 * `copy`: the one entry, unchanged, of the one input that has one. `entry`: the op itself on one entry of each input, or on a line of entries where it has a `dim`.
	 * `sum`: the products of entries that stand side by side, added up and divided by `over`.
	 * `product`: the entries of the one input, multiplied.
	 */
	readonly rule: 'copy' | 'entry' | 'sum' | 'product';
	/** Flat indices, a list per input; those of a sum are equally long, that of a bystander is empty. */
	readonly flats: readonly Uint32Array[];
	readonly over: number;
	/** Of a choice: the input whose entry passed as it was; null where the op put a number of its own. */
	readonly passes?: number | null;
}

export interface Op<A = object> {
	/** Type of the result. Throws a ShapeError in PyTorch's words. */
	shape(inputs: readonly TensorType[], attrs: A): TensorType;
	/** The reference meaning, in the dtype of `out`. */
	forward(inputs: readonly Tensor[], attrs: A, out: TensorType): Tensor;
	/** How the entry `flat` of the result was made. */
	making(inputs: readonly Tensor[], out: TensorType, flat: number, attrs: A): Making;
	/**
	 * Vector–Jacobian product: for each input with `needs[i]`, the node of its gradient given
	 * the gradient `g` of `out`; null elsewhere and where there is none. A null vjp: no gradient.
	 */
	vjp:
		| ((
				b: Builder,
				g: Node,
				out: Node,
				inputs: readonly Node[],
				attrs: A,
				needs: readonly boolean[]
		  ) => (Node | null)[])
		| null;
	/** Jacobian–vector product in float64; a null tangent is zero. Null: the result is constant. */
	jvp:
		| ((
				inputs: readonly Tensor[],
				tangents: readonly (Tensor | null)[],
				out: Tensor,
				attrs: A
		  ) => Tensor)
		| null;
	/**
	 * Running rounding bound (elementwise, absolute) of `out.value` computed in arithmetic of unit roundoff
	 * `u` from `inputs`, whose own errors it propagates; `out` is the computed value.
	 * With zero input errors it is the node-local bound for hardware.
	 */
	bound(inputs: readonly Bounded[], out: Tensor, attrs: A, u: number): Float64Array;
	/**
	 * The arguments whose sign picks a branch (for clamp: x−min and x−max; for a quotient the
	 * divisor, whose zero parts one branch from the other), in float64.
	 * Null: the op is smooth wherever it is defined.
	 */
	kinks: ((inputs: readonly Tensor[], attrs: A) => Tensor[]) | null;
	/**
	 * Of an op with more branches than signs tell: which one each entry lies on; NaN where the
	 * gradient is by convention not the derivative.
	 */
	pieces?(inputs: readonly Tensor[], out: Tensor): Tensor;
	/** Emits ONNX nodes through `l` and returns the name of the result. */
	onnx(
		l: Lowering,
		inputs: readonly string[],
		attrs: A,
		node: TensorType,
		types: readonly TensorType[]
	): string;
	tex: {
		/** The op on the TeX of its inputs, e.g. `x\,w_1`. */
		forward(inputs: readonly string[], attrs: A): string;
		/** The gradient of input `i` given the TeX `g` of the upstream gradient. */
		gradient(g: string, inputs: readonly string[], i: number, attrs: A): string;
	};
}

/** What a row's `onnx` column may use; the encoder stands behind it. */
export interface Lowering {
	/** Adds a node of the default ONNX domain (opset 17); returns its single output's name. */
	node(
		opType: string,
		inputs: readonly string[],
		attributes?: Readonly<Record<string, OnnxAttribute>>
	): string;
	/** An initialiser; `dtype` defaults to that of the graph's floats. */
	constant(
		values: readonly number[],
		shape: readonly number[],
		dtype?: TensorType['dtype']
	): string;
}

export type OnnxAttribute =
	| { readonly int: number }
	| { readonly float: number }
	| { readonly ints: readonly number[] }
	| { readonly text: string };
