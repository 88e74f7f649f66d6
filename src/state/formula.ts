/** The mathematics of a step as TeX, on the names that the lesson gave. */
import type { Node, Trace } from '#engine';
import { opTable } from '#engine/ops/index.ts';
import { gradientHolder, indexTrace, type TraceIndex } from '#engine/holder.ts';
import { number } from '#engine/ops/notation.ts';
import { sameShape } from '#engine/shape.ts';
import { namesValue } from '#scene/naming.ts';

/** One rule: how the gradient goes back along one input. */
export interface GradientRule {
	/** TeX of ∂L/∂input = … */
	readonly tex: string;
	readonly input: number;
}

export interface StepFormula {
	/** TeX of what the step computes. */
	readonly tex: string;
	/** Where the result has no name of its own: TeX of the named value that it goes into. */
	readonly whole: string | null;
	/** For a step forward: how a gradient will come back through it. */
	readonly rules: readonly GradientRule[];
}

const LOSS = 'L';
/** Nameless inputs are written out this deep, then become a dot. */
const DEPTH = 4;

/** `h_relu` is h with the word relu below; `w1` is w₁; `ab` is a word. */
export function texOfName(name: string): string {
	const match = /^([A-Za-z])_?(\d+)$|^([A-Za-z])_(\w+)$|^([A-Za-z])$/.exec(name);
	if (match?.[1]) return `${match[1]}_{${match[2]}}`;
	if (match?.[3]) return `${match[3]}_{\\text{${match[4].replaceAll('_', ' ')}}}`;
	if (match?.[5]) return match[5];
	return `\\text{${name.replaceAll('_', '\\_')}}`;
}

/** Digits that a constant of float64 surely has. */
const DIGITS = 15;

/** Small constants as powers of ten: a learning rate is read by its exponent. */
function texOfNumber(value: number): string {
	const magnitude = Math.abs(value);
	// as it was written, without what binary fractions make of it
	const short = Number(value.toPrecision(DIGITS));
	if (magnitude >= 1e-3 || !(magnitude > 0)) return number(short);
	const [digits, exponent] = short.toExponential().split('e');
	return `${digits === '1' ? '' : `${digits} \\cdot `}10^{${Number(exponent)}}`;
}

function partial(of: string): string {
	return `\\frac{\\partial ${LOSS}}{\\partial ${of}}`;
}

/** What is made of the TeX of a name that stands for `node`, so that it can be found in the formula. */
export type Bind = (tex: string, node: number | undefined) => string;

/** Marks a name with its node, as an attribute of the element that KaTeX makes of it. */
export const bindTerm: Bind = (tex, node) =>
	node === undefined ? tex : `\\htmlData{node=${node}}{${tex}}`;

/** TeX of nodes as the lesson calls them: ∂L/∂w₁ for a claimed gradient, L for the loss. */
export class Notation {
	/** Forward node → the node that holds its gradient. */
	readonly #holders = new Map<number, number>();
	readonly #names = new Map<number, string>();
	/** Forward node → the last node that autograd made for its gradient. */
	readonly #gradients = new Map<number, number>();
	/** While a formula is put together each name is a code, `\\nAA`, so that no brackets are set around it. */
	readonly #letters: { readonly tex: string; readonly node: number | undefined }[] = [];
	readonly #nodes: readonly Node[];
	readonly #index: TraceIndex;

	constructor(
		readonly trace: Trace,
		readonly bind: Bind = (tex) => tex
	) {
		this.#nodes = trace.graph.nodes;
		this.#index = indexTrace(trace);
		for (const { name, node } of trace.bindings) {
			if (!this.#names.has(node) && namesValue(name)) this.#names.set(node, texOfName(name));
		}
		for (const { node, target } of trace.claims) this.#names.set(node, partial(texOfName(target)));
		if (trace.loss !== null) this.#names.set(trace.loss, LOSS);
		for (const { node, phase } of trace.steps) {
			const { gradientOf } = this.#nodes[node];
			if (gradientOf === undefined || phase !== 'backward') continue;
			if (sameShape(this.#nodes[gradientOf].shape, this.#nodes[node].shape)) {
				this.#gradients.set(gradientOf, node);
			}
		}
		// one node may be the gradient of several values (y_pred and y_pred - y): a name says it best
		const named = [...this.#gradients.keys()].filter((forward) => this.#names.has(forward));
		for (const forward of [...named, ...this.#gradients.keys()]) {
			const node = this.#gradients.get(forward)!;
			if (!this.#names.has(node)) this.#names.set(node, this.#partial(forward));
		}
	}

	has(id: number): boolean {
		return this.#names.has(id);
	}

	/** The name of `id`, else what it is made of. */
	of(id: number): string {
		return this.#spell(this.#name(id) ?? this.#write(id, DEPTH));
	}

	/** What `id` is made of, whatever its name. */
	written(id: number): string {
		return this.#spell(this.#write(id, DEPTH));
	}

	/** ∂L/∂input for input `i` of `node`; null where no gradient flows. */
	rule(node: Node, i: number): string | null {
		if (node.op === 'constant' || node.op === 'input' || opTable[node.op].vjp === null) return null;
		const inputs = node.inputs.map((input) => this.#part(input, DEPTH));
		const upstream = this.#gradient(node.id);
		const rule = opTable[node.op].tex.gradient(upstream, inputs, i, node.attrs);
		const left = this.bind(this.#partial(node.inputs[i]), this.#holder(node.inputs[i]));
		return `${left} = ${this.#spell(rule)}`;
	}

	/** A letter for ∂L/∂`id`, which stands for the node that holds it. */
	#gradient(id: number): string {
		return this.#letter(this.#partial(id), this.#holder(id));
	}

	#holder(id: number): number | undefined {
		const known = this.#holders.get(id);
		if (known !== undefined) return known;
		const found = gradientHolder(this.#index, id);
		if (found !== null) this.#holders.set(id, found);
		return found ?? undefined;
	}

	/** ∂L/∂ the value `id`, in brackets where it has no name. */
	#partial(id: number): string {
		const of = this.#spell(this.#name(id) ?? this.#write(id, DEPTH), (tex) => tex);
		return partial(this.has(id) ? of : `\\left(${of}\\right)`);
	}

	#write(id: number, depth: number): string {
		const node = this.#nodes[id];
		if (node.op === 'constant') return texOfNumber(Number(node.attrs.value));
		if (node.op === 'input' || depth === 0) return '\\cdot';
		const inputs = node.inputs.map((input) => this.#part(input, depth - 1));
		return opTable[node.op].tex.forward(inputs, node.attrs);
	}

	#part(id: number, depth: number): string {
		return this.#name(id) ?? this.#write(id, depth);
	}

	#name(id: number): string | undefined {
		const name = this.#names.get(id);
		return name === undefined ? undefined : this.#letter(name, id);
	}

	#letter(tex: string, node: number | undefined): string {
		const known = this.#letters.findIndex((each) => each.tex === tex && each.node === node);
		const index = known < 0 ? this.#letters.push({ tex, node }) - 1 : known;
		return `\\n${String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26))}`;
	}

	/** Puts the names back; a fraction is bracketed where it is raised to something. */
	#spell(tex: string, bind = this.bind): string {
		return tex.replaceAll(
			/\\n([A-Z])([A-Z])(\^)?/g,
			(_, high: string, low: string, raised?: string) => {
				const letter = this.#letters[(high.charCodeAt(0) - 65) * 26 + low.charCodeAt(0) - 65];
				const name = bind(letter.tex, letter.node);
				if (!raised) return `{${name}}`;
				return letter.tex.startsWith('\\frac') ? `\\left(${name}\\right)^` : `{${name}}^`;
			}
		);
	}
}

/** What the nameless result of step `index` goes into: the next named value made for the same owner. */
function wholeOf(trace: Trace, index: number, notation: Notation): string | null {
	const { nodes } = trace.graph;
	const made = new Set([trace.steps[index].node]);
	for (const { node } of trace.steps.slice(index + 1)) {
		if (!nodes[node].inputs.some((input) => made.has(input))) continue;
		if (notation.has(node)) return `${notation.of(node)} = ${notation.written(node)}`;
		made.add(node);
	}
	return null;
}

/** Step `index` of `trace` in formulas; null before the first step. */
export function formulaOf(trace: Trace, index: number, bind?: Bind): StepFormula | null {
	const step = trace.steps[index];
	if (!step) return null;
	const node = trace.graph.nodes[step.node];
	const notation = new Notation(trace, bind);
	const written = notation.written(node.id);
	const isNamed = notation.has(node.id);
	const isInPlace = trace.bindings.some((each) => each.node === node.id && each.how === 'in-place');
	const isForward = step.phase === 'forward' || step.phase === 'loss';
	const rules = node.inputs.flatMap((input, i): GradientRule[] => {
		const { op } = trace.graph.nodes[input];
		const rule = isForward && op !== 'constant' ? notation.rule(node, i) : null;
		return rule === null ? [] : [{ tex: rule, input }];
	});
	return {
		tex: isNamed ? `${notation.of(node.id)} ${isInPlace ? '\\gets' : '='} ${written}` : written,
		whole: isNamed ? null : wholeOf(trace, index, notation),
		rules
	};
}
