/** The arithmetic of one cell as TeX: once on names and indices, once with the numbers that were there. */
import type { Node, Trace } from '#engine';
import { makingOf, type Explanation } from '#engine/explain.ts';
import { opTable } from '#engine/ops/index.ts';
import { number } from '#engine/ops/notation.ts';
import type { OpName } from '#engine/ops/op.ts';
import { sameShape } from '#engine/shape.ts';
import type { Dim } from '#scene/dims.ts';
import { formatNumber } from '#scene/format.ts';
import type { Operand, Running } from '#scene/operands.ts';
import { Notation, texOfName } from './formula.ts';

/** Nameless values are written out this deep. */
const DEPTH = 4;
const PARTIAL = /^\\frac\{\\partial L\}\{\\partial (.*)\}$/s;

/** A number of our own spelling as TeX. */
export function texOfValue(value: number, digits = 4): string {
	const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
	return formatNumber(value, digits)
		.replaceAll('−', '-')
		.replace('∞', '\\infty')
		.replace('NaN', '\\mathrm{NaN}')
		.replace(/×10(.+)$/u, (_, power: string) => {
			const exponent = [...power].map((c) => (c === '⁻' ? '-' : superscripts.indexOf(c)));
			return ` \\cdot 10^{${exponent.join('')}}`;
		});
}

/** `name` at `index`: h[3, 17]; a derivative is one by that entry of its variable. */
export function texOfCell(name: string, index: readonly (string | number)[]): string {
	if (index.length === 0) return name;
	const place = `[${index.join(',\\,')}]`;
	const partial = PARTIAL.exec(name.startsWith('{\\frac') ? name.slice(1, -1) : name);
	return partial ? `\\frac{\\partial L}{\\partial ${partial[1]}${place}}` : `${name}${place}`;
}

/** Names are atoms to the rows' `tex`, which put brackets around everything else. */
class Atoms {
	readonly #tex: string[] = [];

	of(tex: string): string {
		this.#tex.push(tex);
		const index = this.#tex.length - 1;
		return `\\c${String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26))}`;
	}

	spell(tex: string): string {
		// of single numbers there is only one product
		return tex
			.replaceAll('\\odot', '\\cdot')
			.replaceAll(/\\c([A-Z])([A-Z])/g, (_, high: string, low: string) => {
				return `{${this.#tex[(high.charCodeAt(0) - 65) * 26 + low.charCodeAt(0) - 65]}}`;
			});
	}
}

export class CellNotation {
	readonly #notation: Notation;
	readonly #trace: Trace;

	constructor(trace: Trace) {
		this.#trace = trace;
		this.#notation = new Notation(trace);
	}

	/** Entry `index` of `node`, letters or numbers; what has no name is written out. */
	cell(node: number, index: readonly (string | number)[]): string {
		const atoms = new Atoms();
		return atoms.spell(this.#symbols(atoms, node, index, DEPTH));
	}

	/** What the explained cell is, on names. */
	made(
		{ node, over, rule }: Explanation,
		index: readonly number[],
		operands: readonly Operand[],
		running: readonly Running[],
		dims: readonly Dim[]
	): string {
		const left = this.named(node, index);
		if (rule !== 'sum') return `${left} = ${this.#entry(node, index)}`;
		const factors = operands.map((operand) =>
			this.cell(
				operand.node,
				operand.axes.map(({ at }) => at)
			)
		);
		const sums = running.map((each) => sumOver(each, dims)).join('');
		const scale = over === 1 ? '' : `\\tfrac{1}{${over}}`;
		return `${left} = ${scale}${sums}\\, ${factors.join(' \\cdot ')}`;
	}

	/** The cell by its value's name, or by what it is made of in brackets. */
	named(node: number, index: readonly (string | number)[]): string {
		const name = this.#notation.of(node);
		return texOfCell(this.#notation.has(node) ? name : `\\left(${name}\\right)`, index);
	}

	#entry(id: number, index: readonly number[]): string {
		const atoms = new Atoms();
		return atoms.spell(this.#written(atoms, this.#trace.graph.nodes[id], index, DEPTH));
	}

	#symbols(atoms: Atoms, id: number, index: readonly (string | number)[], depth: number): string {
		const node = this.#trace.graph.nodes[id];
		if (node.op === 'constant') return number(Number(node.attrs.value));
		const isSum = node.op === 'mm' || node.op === 'sum' || node.op === 'mean';
		const isKnown = this.#notation.has(id) || node.op === 'input' || isSum || depth === 0;
		return isKnown ? atoms.of(this.named(id, index)) : this.#written(atoms, node, index, depth);
	}

	#written(atoms: Atoms, node: Node, index: readonly (string | number)[], depth: number): string {
		const { nodes } = this.#trace.graph;
		const inputs = node.inputs.map((input) => {
			const { shape } = nodes[input];
			const under = node.op === 't' ? [...index].reverse() : aligned(shape, index);
			const isMoved = node.op === 'reshape' && !sameShape(shape, node.shape);
			return this.#symbols(atoms, input, isMoved ? ['\\cdot'] : under, depth - 1);
		});
		if (MOVES.has(node.op)) return inputs[0];
		return opTable[node.op as OpName].tex.forward(inputs, node.attrs);
	}

	/** The same with the numbers that were there: `2 · (12.3 − 0.5)`. */
	numbers({ node, flat }: Explanation): string {
		return this.#numbers(node, flat, DEPTH).replaceAll('\\odot', '\\cdot');
	}

	#numbers(id: number, flat: number, depth: number): string {
		const node = this.#trace.graph.nodes[id];
		if (node.op === 'constant') return number(Number(node.attrs.value));
		const making = makingOf(this.#trace, id, flat);
		const isKnown = depth < DEPTH && this.#notation.has(id);
		const isMany = making?.rule === 'sum' || making?.rule === 'product';
		if (!making || isMany || depth === 0 || isKnown) {
			return texOfValue(this.#trace.values[id].data[flat]);
		}
		const inputs = node.inputs.map((input, i) =>
			making.flats[i].length > 0 ? this.#numbers(input, making.flats[i][0], depth - 1) : '\\cdot'
		);
		if (MOVES.has(node.op)) return inputs[0];
		return opTable[node.op as OpName].tex.forward(inputs, node.attrs);
	}
}

/** Ops that bring an entry from elsewhere as it is. */
const MOVES: ReadonlySet<string> = new Set(['t', 'reshape', 'expand', 'clone', 'detach', 'cast']);

/** The part of `index` that broadcasting leaves to a value of `shape`. */
function aligned(shape: readonly number[], index: readonly (string | number)[]) {
	const lead = index.length - shape.length;
	return shape.map((extent, axis) => (extent === 1 && axis + lead >= 0 ? 0 : index[axis + lead]));
}

function sumOver({ letter, dim, extent }: Running, dims: readonly Dim[]): string {
	const name = dim >= 0 ? dims[dim].name : String(extent);
	const end = /^\d+$/.test(name) ? String(Number(name) - 1) : `${texOfName(name)} - 1`;
	return `\\sum_{${letter}=0}^{${end}}`;
}
