/** What a set formula is made of, and how it is set. */
import type { KatexOptions } from 'katex';

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

/** Formulas that are set already, by their TeX. */
export type PreparedFormulas = Readonly<Record<string, MathElement>>;
