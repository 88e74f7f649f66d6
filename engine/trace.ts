/**
 * What a run leaves behind: a `Trace` is one iteration, immutable and complete; the picture
 * is a function of it and of time. Everything here is plain data that survives structuredClone.
 */
import type { Graph, Span } from './graph.ts';
import type { Tensor } from './tensor.ts';

export type BackendName = 'webgpu' | 'wasm' | 'reference';

/** setup: before the loop. after: what follows it. */
export type Phase = 'setup' | 'forward' | 'loss' | 'backward' | 'update' | 'zero' | 'after';

/** One executed node. Inputs and constants are not steps. */
export interface Step {
	readonly node: number;
	readonly phase: Phase;
	/** Where it was computed, and how long that took (wall clock, call overhead included). */
	readonly backend: BackendName;
	readonly ms: number;
	/**
	 * The forward node that this step works for: itself in the forward pass; the node whose
	 * gradient is being made in the backward pass; the parameter in update and zero.
	 */
	readonly owner: number;
}

/**
 * After `step` steps, the Python name (`h`, or `w1.grad`) meant the value of `node`.
 * `in-place`: the name kept its tensor and the tensor changed (`w1 -= …`, `.zero_()`).
 */
export interface Binding {
	readonly name: string;
	readonly node: number;
	readonly step: number;
	readonly how: 'assign' | 'in-place' | 'backward';
	readonly at?: Span;
}

/** A claim that `node` holds ∂loss/∂`of`: a variable `grad_<name>`, or a `.grad` after backward. */
export interface GradientClaim {
	/** `grad_h`, `w1.grad`. */
	readonly name: string;
	readonly node: number;
	/** The forward node of `<name>`. */
	readonly of: number;
	/**
	 * Earlier values of a leaf that was changed in place between its uses, where the loss is made of
	 * them too: its `.grad` is what the loss answers when all of them move alike.
	 */
	readonly versions?: readonly number[];
	/** `h`, `w1`. */
	readonly target: string;
	readonly by: 'hand' | 'autograd';
	readonly at?: Span;
}

export interface Trace {
	/** From 0; −1 is the part before the loop. */
	readonly iteration: number;
	readonly graph: Graph;
	/** One value per node of the graph, inputs and constants included. */
	readonly values: readonly Tensor[];
	readonly steps: readonly Step[];
	readonly bindings: readonly Binding[];
	/** Node of the scalar that training minimises, if the iteration has one. */
	readonly loss: number | null;
	/** backward() ran twice, or from a gradient handed in: then no `.grad` is the derivative of one loss. */
	readonly severalLosses?: boolean;
	readonly claims: readonly GradientClaim[];
	/** Lines printed in this iteration. */
	readonly printed: readonly string[];
}
