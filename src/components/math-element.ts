/** What a set formula is made of, and how it is set. */
import type { KatexOptions } from 'katex';
import type { StepFormula } from '#state/formula.ts';

export const KATEX_OPTIONS: KatexOptions = {
	throwOnError: false,
	output: 'htmlAndMathml',
	// names carry their nodes as data attributes; no other command may reach into the page
	trust: ({ command }) => command === '\\htmlData',
	strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'warn')
};

export interface MathElement {
	readonly tag: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly (MathElement | string)[];
}

/** The formulas of one step, set already. */
export interface PreparedFormulas {
	/** Index of the step, and how many nodes there are in its graph. */
	readonly step: number;
	readonly nodes: number;
	readonly formula: StepFormula | null;
	/** By TeX. */
	readonly set: Readonly<Record<string, MathElement>>;
}

export const NOTHING_PREPARED: PreparedFormulas = { step: -1, nodes: 0, formula: null, set: {} };
