/**
 * Traces for the picture's tests, built op by op with the engine's own builder, backward and
 * reference backend, so that the picture can be tested without the Python front end.
 */
import { evaluate } from '#engine/backends/reference.ts';
import { backward } from '#engine/backward.ts';
import { Builder, extract, type Node } from '#engine/graph.ts';
import type { Attrs, OpName } from '#engine/ops/op.ts';
import { sizeOf, tensor, type Shape } from '#engine/tensor.ts';
import type { Binding, GradientClaim, Phase, Step, Trace } from '#engine/trace.ts';

export const SIZES = {
	full: { N: 64, D_in: 1000, H: 100, D_out: 10 },
	tiny: { N: 3, D_in: 4, H: 3, D_out: 2 },
	ones: { N: 1, D_in: 1, H: 1, D_out: 1 },
	narrow: { N: 3, D_in: 17, H: 1, D_out: 8 },
	flat: { N: 512, D_in: 2000, H: 4, D_out: 1 },
	tall: { N: 4096, D_in: 2, H: 1, D_out: 200 }
} as const;
export type Size = keyof typeof SIZES;

/** Approximately normal, seeded: the sum of twelve uniforms less six. */
function normals(count: number, seed: number): number[] {
	let state = seed >>> 0;
	const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
	return Array.from({ length: count }, () => {
		let sum = -6;
		for (let i = 0; i < 12; i++) sum += next();
		return sum;
	});
}

/** Records one iteration the way a session does; ids are the builder's until `trace()`. */
class Recorder {
	readonly b = new Builder('float32');
	readonly #steps: Omit<Step, 'backend' | 'ms'>[] = [];
	readonly #bindings: Binding[] = [];
	readonly #claims: GradientClaim[] = [];

	leaf(name: string, shape: Shape): Node {
		const node = this.b.input(shape, 'float32');
		this.bind(name, node);
		return node;
	}

	bind(name: string, node: Node, how: Binding['how'] = 'assign'): void {
		this.#bindings.push({ name, node: node.id, step: this.#steps.length, how });
	}

	step(
		phase: Phase,
		op: OpName,
		inputs: Node[],
		rest: { attrs?: Attrs; owner?: Node; name?: string; grad?: boolean[] } = {}
	): Node {
		const node = this.b.add(op, inputs, rest.attrs, rest.grad);
		this.#steps.push({ node: node.id, phase, owner: (rest.owner ?? node).id });
		if (rest.name) this.bind(rest.name, node);
		return node;
	}

	/** Takes over the nodes that autograd made since node `from`. */
	adopt(from: number): void {
		for (let id = from; id < this.b.count; id++) {
			const { op, gradientOf } = this.b.node(id);
			if (op !== 'constant') this.#steps.push({ node: id, phase: 'backward', owner: gradientOf! });
		}
	}

	claim(name: string, node: Node, of: Node, by: GradientClaim['by']): void {
		const target = name.replace(/^grad_|\.grad$/g, '');
		this.#claims.push({ name, node: node.id, of: of.id, target, by });
		this.bind(name, node, by === 'autograd' ? 'backward' : 'assign');
	}

	trace(loss: Node): Trace {
		const all = Array.from({ length: this.b.count }, (_, id) => id);
		const { graph } = extract(this.b, all, (id) => this.b.node(id).op === 'input');
		const inputs = graph.nodes.filter((node) => node.op === 'input');
		const feeds = inputs.map(({ shape, id }) =>
			tensor(normals(sizeOf(shape), id + 1), shape, 'float32')
		);
		const steps = this.#steps.map((step): Step => ({ ...step, backend: 'reference', ms: 0.1 }));
		const [bindings, claims] = [this.#bindings, this.#claims];
		const values = evaluate(graph, feeds);
		return { iteration: 0, graph, values, steps, bindings, loss: loss.id, claims, printed: [] };
	}
}

function update(r: Recorder, w: Node, name: string, gradient: Node): void {
	const rate = r.b.constant(1e-6);
	const delta = r.step('update', 'mul', [rate, gradient], { owner: w });
	r.bind(name, r.step('update', 'sub', [w, delta], { owner: w }), 'in-place');
}

const LESS = { min: 0, max: null };
const SUM = { dim: null, keepdim: false };

/** Lesson 1: gradients by hand. */
export function manualTrace(size: Size): Trace {
	const { N, D_in, H, D_out } = SIZES[size];
	const r = new Recorder();
	const [x, y] = [r.leaf('x', [N, D_in]), r.leaf('y', [N, D_out])];
	const [w1, w2] = [r.leaf('w1', [D_in, H]), r.leaf('w2', [H, D_out])];
	const h = r.step('forward', 'mm', [x, w1], { name: 'h' });
	const hRelu = r.step('forward', 'clamp', [h], { attrs: LESS, name: 'h_relu' });
	const yPred = r.step('forward', 'mm', [hRelu, w2], { name: 'y_pred' });
	const square = r.step('loss', 'pow', [r.step('loss', 'sub', [yPred, y])], {
		attrs: { exponent: 2 }
	});
	const loss = r.step('loss', 'sum', [square], { attrs: SUM, name: 'loss' });
	const back = (op: OpName, inputs: Node[], owner: Node, attrs: Attrs = {}) =>
		r.step('backward', op, inputs, { owner, attrs });
	const gradY = back('mul', [r.b.constant(2), back('sub', [yPred, y], yPred)], yPred);
	const gradW2 = back('mm', [back('t', [hRelu], w2), gradY], w2);
	const gradHRelu = back('mm', [gradY, back('t', [w2], hRelu)], hRelu);
	const copy = back('clone', [gradHRelu], h);
	const gradH = back('masked_fill', [copy, back('lt', [h, r.b.constant(0)], h)], h, { value: 0 });
	const gradW1 = back('mm', [back('t', [x], w1), gradH], w1);
	r.claim('grad_y_pred', gradY, yPred, 'hand');
	r.claim('grad_w2', gradW2, w2, 'hand');
	r.claim('grad_h_relu', gradHRelu, hRelu, 'hand');
	r.claim('grad_h', gradH, h, 'hand');
	r.claim('grad_w1', gradW1, w1, 'hand');
	update(r, w1, 'w1', gradW1);
	update(r, w2, 'w2', gradW2);
	return r.trace(loss);
}

/** Lesson 2: the same net, gradients by autograd, nameless intermediates, zeroed at the end. */
export function autogradTrace(size: Size): Trace {
	const { N, D_in, H, D_out } = SIZES[size];
	const r = new Recorder();
	const [x, y] = [r.leaf('x', [N, D_in]), r.leaf('y', [N, D_out])];
	const [w1, w2] = [r.leaf('w1', [D_in, H]), r.leaf('w2', [H, D_out])];
	const first = r.step('forward', 'mm', [x, w1], { grad: [false, true] });
	const relu = r.step('forward', 'clamp', [first], { attrs: LESS, grad: [true] });
	const yPred = r.step('forward', 'mm', [relu, w2], { name: 'y_pred', grad: [true, true] });
	const diff = r.step('loss', 'sub', [yPred, y], { grad: [true, false] });
	const square = r.step('loss', 'pow', [diff], { attrs: { exponent: 2 }, grad: [true] });
	const loss = r.step('loss', 'sum', [square], { attrs: SUM, name: 'loss', grad: [true] });
	const from = r.b.count;
	const { gradients } = backward(r.b, loss, null);
	r.adopt(from);
	for (const [name, w] of [
		['w1', w1],
		['w2', w2]
	] as const)
		r.claim(`${name}.grad`, gradients.get(w.id)!, w, 'autograd');
	for (const [name, w] of [
		['w1', w1],
		['w2', w2]
	] as const)
		update(r, w, name, gradients.get(w.id)!);
	for (const [name, w] of [
		['w1', w1],
		['w2', w2]
	] as const) {
		r.bind(
			`${name}.grad`,
			r.step('zero', 'zeros_like', [gradients.get(w.id)!], { owner: w }),
			'in-place'
		);
	}
	return r.trace(loss);
}

/** No chain: x feeds two branches, w2 serves twice, one link skips layers. */
export function branchedTrace(): Trace {
	const r = new Recorder();
	const [x, y] = [r.leaf('x', [5, 60]), r.leaf('y', [5, 40])];
	const [w1, w2, w3] = [r.leaf('w1', [60, 40]), r.leaf('w2', [40, 40]), r.leaf('w3', [60, 40])];
	const both = [true, true];
	const a = r.step('forward', 'relu', [r.step('forward', 'mm', [x, w1], { grad: [false, true] })], {
		name: 'a',
		grad: [true]
	});
	const b = r.step('forward', 'mm', [a, w2], { name: 'b', grad: both });
	const c = r.step('forward', 'mm', [x, w3], { name: 'c', grad: [false, true] });
	const joined = r.step('forward', 'add', [b, c], { grad: both });
	const d = r.step('forward', 'mm', [joined, w2], { name: 'd', grad: both });
	const s = r.step('forward', 'mul', [d, a], { name: 's', grad: both });
	const out = r.step('forward', 'relu', [s], { name: 'out', grad: [true] });
	const diff = r.step('loss', 'sub', [out, y], { grad: [true, false] });
	const loss = r.step('loss', 'sum', [diff], { attrs: SUM, name: 'loss', grad: [true] });
	const from = r.b.count;
	const { gradients } = backward(r.b, loss, null);
	r.adopt(from);
	for (const [name, w] of [
		['w1', w1],
		['w2', w2],
		['w3', w3]
	] as const) {
		r.claim(`${name}.grad`, gradients.get(w.id)!, w, 'autograd');
	}
	return r.trace(loss);
}
