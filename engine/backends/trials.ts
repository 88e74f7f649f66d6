/** What a device is tested with before it serves: graphs of awkward sizes, and numbers to feed them. */
import { Builder, type Graph, type Node } from '../graph.ts';
import type { Attrs, OpName } from '../ops/op.ts';
import { createGenerator } from '../random.ts';
import { tensor, type Shape, type Tensor } from '../tensor.ts';

export interface Trial {
	readonly graph: Graph;
	/** One per input node, in graph order. */
	readonly feeds: readonly Tensor[];
}

/** Rows, terms and columns of a product. */
type Extents = readonly [number, number, number];

/** Around the sizes of tiles and of vectors, and off them. */
const SIZES = [1, 2, 7, 10, 64, 100, 1000] as const;
/** Each size stands once in each place, every time beside others. */
const ODD = SIZES.map((m, i): Extents => [m, SIZES[(i + 2) % 7], SIZES[(i + 4) % 7]]);
/** The products of the lesson. */
const OWN: readonly Extents[] = [
	[64, 1000, 100],
	[64, 100, 10],
	[100, 64, 10],
	[64, 10, 100],
	[1000, 64, 100]
];
/** Odd, and so is their product: every kernel has a tail. */
const [ROWS, COLUMNS] = [7, 143];

/** Any seed will do; a fixed one tests the same everywhere. */
const SEED = 22;

class Draft {
	readonly #builder = new Builder('float32');
	readonly #generator = createGenerator(SEED);
	readonly #feeds: Tensor[] = [];

	normal(...shape: Shape): Node {
		return this.#input(this.#generator.randn(shape, 'float32'));
	}

	/** Entries from ½ to 1½. */
	positive(...shape: Shape): Node {
		const { data } = this.#generator.rand(shape, 'float32');
		return this.#input(
			tensor(
				data.map((x) => x + 0.5),
				shape,
				'float32'
			)
		);
	}

	number(value: number): Node {
		return this.#builder.constant(value);
	}

	run(op: OpName, inputs: readonly Node[], attrs: Attrs = {}): Node {
		return this.#builder.add(op, inputs, attrs);
	}

	get trial(): Trial {
		const nodes = Array.from({ length: this.#builder.count }, (_, id) => this.#builder.node(id));
		return { graph: { nodes }, feeds: this.#feeds };
	}

	#input(value: Tensor): Node {
		this.#feeds.push(value);
		return this.#builder.input(value.shape, value.dtype);
	}
}

function products(): Trial {
	const draft = new Draft();
	for (const [m, k, n] of [...ODD, ...OWN]) {
		draft.run('mm', [draft.normal(m, k), draft.normal(k, n)]);
	}
	draft.run('bmm', [draft.normal(3, 7, 10), draft.normal(3, 10, 9)]);
	return draft.trial;
}

/** What lessons need beside products: entry by entry, along rows and columns, by a mask. */
function others(): Trial {
	const draft = new Draft();
	const x = draft.normal(ROWS, COLUMNS);
	const y = draft.normal(ROWS, COLUMNS);
	const positive = draft.positive(ROWS, COLUMNS);
	const [row, column] = [draft.normal(COLUMNS), draft.normal(ROWS, 1)];
	for (const op of ['neg', 'abs', 'relu', 'exp', 'tanh', 'sigmoid', 't'] as const) {
		draft.run(op, [x]);
	}
	for (const op of ['log', 'sqrt'] as const) draft.run(op, [positive]);
	for (const op of ['mul', 'maximum'] as const) draft.run(op, [x, y]);
	draft.run('div', [x, positive]);
	draft.run('add', [x, row]);
	draft.run('sub', [x, column]);
	draft.run('pow', [x], { exponent: 2 });
	draft.run('clamp', [x], { min: 0, max: null });
	const mask = draft.run('lt', [x, draft.number(0)]);
	draft.run('masked_fill', [y, mask], { value: 0 });
	draft.run('where', [mask, x, y]);
	for (const dim of [null, [0], [1]]) draft.run('sum', [x], { dim, keepdim: false });
	draft.run('mean', [positive], { dim: [1], keepdim: false });
	draft.run('amax', [x], { dim: [1], keepdim: true, ties: 'share' });
	draft.run('expand', [row], { shape: [ROWS, COLUMNS] });
	draft.run('cat', [x, y], { dim: 1 });
	return draft.trial;
}

export const TRIALS: readonly (() => Trial)[] = [products, others];
