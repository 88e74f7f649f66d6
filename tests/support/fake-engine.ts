/** A stand-in for the engine in tests of the view: lesson 1's graph, computed with plain loops. */
import type { EngineApi, LoadRequest } from '../../src/worker/api.ts';
import type { Binding, GradientClaim, Phase, Step, Trace } from '../../engine/trace.ts';
import type { Node, Span } from '../../engine/graph.ts';
import type { Answer, CheckReport } from '../../engine/check/report.ts';
import type { Shape, Tensor } from '../../engine/tensor.ts';

type Values = { shape: Shape; data: Float32Array };

function normal(seed: number): () => number {
	let state = seed + 1;
	const uniform = () => (state = (state * 16807) % 2147483647) / 2147483647;
	return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function map(a: Values, f: (x: number, i: number) => number): Values {
	return { shape: a.shape, data: a.data.map(f) };
}

function transpose({ shape: [n, m], data }: Values): Values {
	const out = new Float32Array(n * m);
	for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[j * n + i] = data[i * m + j];
	return { shape: [m, n], data: out };
}

function product({ shape: [n, k], data: a }: Values, { shape: [, m], data: b }: Values): Values {
	const out = new Float32Array(n * m);
	for (let i = 0; i < n; i++)
		for (let l = 0; l < k; l++)
			for (let j = 0; j < m; j++) out[i * m + j] += a[i * k + l] * b[l * m + j];
	return { shape: [n, m], data: out };
}

/** Writes one iteration down while computing it. */
class Recorder {
	readonly nodes: Node[] = [];
	readonly values: Tensor[] = [];
	readonly steps: Step[] = [];
	readonly bindings: Binding[] = [];
	readonly claims: GradientClaim[] = [];
	constructor(readonly source: string) {}

	at(text: string): Span {
		const from = this.source.indexOf(text);
		const before = this.source.slice(0, from);
		const line = before.split('\n').length;
		return { from, to: from + text.length, line, column: from - before.lastIndexOf('\n') - 1 };
	}

	leaf(op: 'input' | 'constant', { shape, data }: Values, attrs: Node['attrs'] = {}): number {
		const id = this.nodes.length;
		this.nodes.push({ id, op, inputs: [], attrs, needsGrad: [], shape, dtype: 'float32' });
		this.values.push({ shape, dtype: 'float32', data });
		return id;
	}

	constant(value: number): number {
		return this.leaf('constant', { shape: [], data: Float32Array.of(value) }, { value });
	}

	step(
		op: Node['op'],
		inputs: number[],
		value: Values,
		text: string,
		phase: Phase,
		attrs: Node['attrs'] = {},
		owner = this.nodes.length
	): number {
		const id = this.nodes.length;
		const at = this.at(text);
		const type = { shape: value.shape, dtype: 'float32' } as const;
		this.nodes.push({ id, op, inputs, attrs, needsGrad: inputs.map(() => false), ...type, at });
		this.values.push({ ...type, data: value.data });
		this.steps.push({ node: id, phase, backend: 'wasm', ms: 0.2 + (id % 5) / 10, owner });
		return id;
	}

	bind(name: string, node: number, text: string, how: Binding['how'] = 'assign'): void {
		this.bindings.push({ name, node, step: this.steps.length, how, at: this.at(text) });
	}

	of(id: number): Values {
		return this.values[id] as Values;
	}
}

interface Leaves {
	x: Values;
	y: Values;
	w1: Values;
	w2: Values;
	rate: number;
}

function iterate(
	source: string,
	iteration: number,
	leaves: Leaves
): { trace: Trace; next: Leaves } {
	const r = new Recorder(source);
	const [x, y, w1, w2] = [leaves.x, leaves.y, leaves.w1, leaves.w2].map((v) => r.leaf('input', v));
	r.bind('x', x, 'x = torch.randn');
	r.bind('y', y, 'y = torch.randn');
	r.bind('w1', w1, 'w1 = torch.randn');
	r.bind('w2', w2, 'w2 = torch.randn');
	const rate = r.constant(leaves.rate);

	const h = r.step('mm', [x, w1], product(r.of(x), r.of(w1)), 'h=x.mm(w1)', 'forward');
	r.bind('h', h, 'h=x.mm(w1)');
	const relu = map(r.of(h), (v) => Math.max(v, 0));
	const hr = r.step('clamp', [h], relu, 'h_relu = h.clamp(min=0)', 'forward', {
		min: 0,
		max: null
	});
	r.bind('h_relu', hr, 'h_relu = h.clamp(min=0)');
	const yp = r.step(
		'mm',
		[hr, w2],
		product(r.of(hr), r.of(w2)),
		'y_pred = h_relu.mm(w2)',
		'forward'
	);
	r.bind('y_pred', yp, 'y_pred = h_relu.mm(w2)');
	const line = 'loss = (y_pred - y).pow(2).sum()';
	const diff = map(r.of(yp), (v, i) => v - r.of(y).data[i]);
	const d = r.step('sub', [yp, y], diff, 'y_pred - y', 'loss');
	const sq = r.step(
		'pow',
		[d],
		map(diff, (v) => v * v),
		'(y_pred - y).pow(2)',
		'loss',
		{ exponent: 2 }
	);
	const total = r.of(sq).data.reduce((a, b) => a + b, 0);
	const scalar = { shape: [], data: Float32Array.of(total) };
	const loss = r.step('sum', [sq], scalar, line, 'loss', { dim: null, keepdim: false });
	r.bind('loss', loss, line);

	const two = r.constant(2);
	const gl = 'grad_y_pred = 2.0 * (y_pred - y)';
	const d2 = r.step('sub', [yp, y], diff, gl, 'backward', {}, yp);
	const gyp = r.step(
		'mul',
		[two, d2],
		map(diff, (v) => 2 * v),
		gl,
		'backward',
		{},
		yp
	);
	const claim = (name: string, node: number, target: string, of: number, text: string) => {
		r.bind(name, node, text);
		r.claims.push({ name, node, of, target, by: 'hand', at: r.at(text) });
	};
	claim('grad_y_pred', gyp, 'y_pred', yp, gl);
	const l2 = 'grad_w2 = h_relu.t().mm(grad_y_pred)';
	const ht = r.step('t', [hr], transpose(r.of(hr)), l2, 'backward', {}, w2);
	const gw2 = r.step('mm', [ht, gyp], product(r.of(ht), r.of(gyp)), l2, 'backward', {}, w2);
	claim('grad_w2', gw2, 'w2', w2, l2);
	const l3 = 'grad_h_relu = grad_y_pred.mm(w2.t())';
	const w2t = r.step('t', [w2], transpose(r.of(w2)), l3, 'backward', {}, hr);
	const ghr = r.step('mm', [gyp, w2t], product(r.of(gyp), r.of(w2t)), l3, 'backward', {}, hr);
	claim('grad_h_relu', ghr, 'h_relu', hr, l3);
	const gc = r.step('clone', [ghr], r.of(ghr), 'grad_h = grad_h_relu.clone()', 'backward', {}, h);
	r.bind('grad_h', gc, 'grad_h = grad_h_relu.clone()');
	const l5 = 'grad_h[h < 0] = 0';
	const zero = r.constant(0);
	const mask = map(r.of(h), (v) => Number(v < 0));
	const lt = r.step('lt', [h, zero], mask, l5, 'backward', {}, h);
	const masked = map(r.of(gc), (v, i) => (mask.data[i] ? 0 : v));
	const gh = r.step('masked_fill', [gc, lt], masked, l5, 'backward', { value: 0 }, h);
	claim('grad_h', gh, 'h', h, l5);
	const l6 = 'grad_w1 = x.t().mm(grad_h)';
	const xt = r.step('t', [x], transpose(r.of(x)), l6, 'backward', {}, w1);
	const gw1 = r.step('mm', [xt, gh], product(r.of(xt), r.of(gh)), l6, 'backward', {}, w1);
	claim('grad_w1', gw1, 'w1', w1, l6);

	const update = (name: string, w: number, g: number): Values => {
		const text = `${name} -= learning_rate * grad_${name}`;
		const step = map(r.of(g), (v) => v * leaves.rate);
		const scaled = r.step('mul', [rate, g], step, text, 'update', {}, w);
		const moved = map(r.of(w), (v, i) => v - step.data[i]);
		r.bind(name, r.step('sub', [w, scaled], moved, text, 'update', {}, w), text, 'in-place');
		return moved;
	};
	const next = { ...leaves, w1: update('w1', w1, gw1), w2: update('w2', w2, gw2) };
	const { nodes, values, steps, bindings, claims } = r;
	const printed = [`${iteration} tensor(${total.toPrecision(5)})`];
	return {
		trace: { iteration, graph: { nodes }, values, steps, bindings, loss, claims, printed },
		next
	};
}

function randomLeaves({ seed, overrides }: LoadRequest): Leaves {
	const draw = normal(seed);
	const sizes = { N: 64, D_in: 1000, H: 100, D_out: 10, learning_rate: 1e-6, ...overrides };
	const make = (...shape: number[]): Values => ({
		shape,
		data: new Float32Array(shape[0] * shape[1]).map(draw)
	});
	const { N, D_in, H, D_out, learning_rate } = sizes;
	return {
		x: make(N, D_in),
		y: make(N, D_out),
		w1: make(D_in, H),
		w2: make(H, D_out),
		rate: learning_rate
	};
}

/** A report in which every claim passes. */
export function checkOf(trace: Trace): CheckReport {
	const size = (shape: Shape) => shape.reduce((a, b) => a * b, 1);
	const rows = trace.claims.map((claim) => {
		const { shape } = trace.graph.nodes[claim.node];
		const total = size(shape);
		const worst = { index: [1, 0], got: 1.25, expected: 1.2500000001, bound: 4e-10 };
		const pass: Answer = { verdict: 'pass', worst, compared: total, total, undecided: 0 };
		return {
			...{ name: claim.name, target: claim.target, by: claim.by, node: claim.node, of: claim.of },
			shape,
			line: claim.at?.line ?? null,
			formula: { ...pass, against: 'reverse' as const, directions: 20 },
			slope: { ...pass, compared: Math.min(20, total), sided: 0, along: 0 },
			machine: { ...pass, backend: 'wasm' as const, node: claim.node, imprecise: [] },
			stability: {
				verdict: 'pass' as const,
				repeated: true,
				zero: null,
				scaled: null,
				doubled: null,
				shaped: true,
				permuted: null
			}
		};
	});
	return { iteration: trace.iteration, rows, first: null, ms: 12 };
}

/** An engine in the page's own thread; it keeps every trace. */
export function createFakeEngine(total = 500): EngineApi {
	let request: LoadRequest | null = null;
	let leaves: Leaves | null = null;
	let traces: Trace[] = [];
	const upTo = (k: number) => {
		while (traces.length <= k && leaves && request) {
			const { trace, next } = iterate(request.source, traces.length, leaves);
			traces.push(trace);
			leaves = next;
		}
		return traces[k];
	};
	const lossOf = (trace: Trace) => trace.values[trace.loss ?? 0].data[0];
	return {
		load: (asked) => {
			request = asked;
			leaves = randomLeaves(asked);
			traces = [];
			const info = {
				backend: 'wasm' as const,
				description: 'WASM, 1 thread',
				usesSeed: true,
				printed: [],
				total
			};
			return Promise.resolve({
				ok: true,
				value: { info, notes: [], first: upTo(0), provisional: false }
			});
		},
		upgrade: () => Promise.resolve({ ok: true, value: null }),
		advance: (iterations) => {
			const from = traces.length;
			const reached = Math.min(total, from + iterations);
			upTo(reached - 1);
			const losses = traces.slice(from, reached).map(lossOf);
			const value = { reached, total, done: reached === total, from, losses, printed: [], ms: 1 };
			return Promise.resolve({ ok: true, value });
		},
		trace: (k) => Promise.resolve({ ok: true, value: k < total ? upTo(k) : null }),
		assist: () => Promise.resolve(null)
	};
}
