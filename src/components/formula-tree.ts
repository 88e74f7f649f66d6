/**
 * A formula that is set before the page is sent: KaTeX's own output as plain data, so that the
 * first one shows without KaTeX, and without any script. Only prerendering imports this.
 */
import katex from 'katex';
import type { Trace } from '#engine';
import { bindTerm, formulaOf } from '#state/formula.ts';
import { KATEX_OPTIONS, type MathElement, type PreparedFormulas } from './math-element.ts';

/** A tag with its attributes, or text between tags; KaTeX writes no comments and no loose angles. */
const PIECE = /<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = {
	...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" }
};

function plain(text: string): string {
	return text.replaceAll(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity);
}

interface Growing {
	readonly tag: string;
	readonly attributes: Record<string, string>;
	readonly children: (Growing | string)[];
}

/** The one element that `tex` becomes. */
export function setFormula(tex: string): MathElement {
	const root: Growing = { tag: '', attributes: {}, children: [] };
	const open = [root];
	for (const match of katex.renderToString(tex, KATEX_OPTIONS).matchAll(PIECE)) {
		const [, closes, tag, attributes, isEmpty, text] = match;
		const parent = open[open.length - 1];
		if (text !== undefined) parent.children.push(plain(text));
		else if (closes) open.pop();
		else {
			const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, name, value]) => [
				name,
				plain(value)
			]);
			const element: Growing = { tag, attributes: Object.fromEntries(pairs), children: [] };
			parent.children.push(element);
			if (!isEmpty) open.push(element);
		}
	}
	const [element] = root.children;
	if (typeof element === 'string' || root.children.length !== 1)
		throw new Error(`no element: ${tex}`);
	return element;
}

/** The formulas of step `step`, as the panel that explains it has them. */
export function prepareFormulas(trace: Trace, step: number): PreparedFormulas {
	const formula = formulaOf(trace, step, bindTerm);
	const all = formula
		? [formula.tex, formula.whole ?? [], formula.rules.map((rule) => rule.tex)].flat(2)
		: [];
	const set = Object.fromEntries(all.map((each) => [each, setFormula(each)]));
	return { step, nodes: trace.graph.nodes.length, formula, set };
}
