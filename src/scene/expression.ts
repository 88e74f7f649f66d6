/** A node in the words of mathematics, built on the names that the lesson gave: `Σ (y_pred − y)²`. */
import type { Graph, Node } from '#engine/graph.ts';
import { formatCell, superscript } from './format.ts';

interface Written {
	readonly text: string;
	/** How tightly the outermost operator binds: 1 sum, 2 product, 3 prefix, 4 power, 5 atom. */
	readonly binds: number;
}

const INFIX: Readonly<Record<string, readonly [string, number]>> = {
	add: [' + ', 1],
	sub: [' − ', 1],
	mul: ['·', 2],
	mm: ['·', 2],
	div: [' / ', 2]
};

const PREFIX: Readonly<Record<string, string>> = { sum: 'Σ ', mean: 'mean ', neg: '−' };

function wrap(part: Written, binds: number): string {
	return part.binds < binds ? `(${part.text})` : part.text;
}

function write(node: Node, inputs: readonly Written[]): Written {
	const infix = INFIX[node.op];
	if (infix && inputs.length === 2) {
		const [sign, binds] = infix;
		const right = wrap(inputs[1], node.op === 'add' || node.op === 'mul' ? binds : binds + 1);
		return { text: wrap(inputs[0], binds) + sign + right, binds };
	}
	const prefix = PREFIX[node.op];
	if (prefix !== undefined) return { text: prefix + wrap(inputs[0], 3), binds: 3 };
	if (node.op === 't') return { text: `${wrap(inputs[0], 5)}ᵀ`, binds: 4 };
	if (node.op === 'pow') {
		const exponent = Number(node.attrs.exponent);
		const power = Number.isInteger(exponent) ? superscript(exponent) : `^${exponent}`;
		return { text: wrap(inputs[0], 5) + power, binds: 4 };
	}
	return { text: `${node.op}(${inputs.map((input) => input.text).join(', ')})`, binds: 5 };
}

/** Writes node `id` out down to named nodes, inputs and constants; its own name is not used. */
export function expressionOf(graph: Graph, id: number, names: ReadonlyMap<number, string>): string {
	const visit = (at: number, top: boolean): Written => {
		const node = graph.nodes[at];
		const name = names.get(at);
		if (name !== undefined && !top) return { text: name, binds: 5 };
		if (node.op === 'constant') return { text: formatCell(Number(node.attrs.value)), binds: 5 };
		if (node.op === 'input') return { text: name ?? `#${at}`, binds: 5 };
		return write(
			node,
			node.inputs.map((input) => visit(input, false))
		);
	};
	return visit(id, true).text;
}
