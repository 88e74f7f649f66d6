/** What the rows' `tex` columns share: brackets, products and indicator functions, for KaTeX. */

/** A symbol or number with its sub- and superscripts, or one command with one group. */
const ATOM = /^(\\?[A-Za-z]+|\d+(\.\d+)?)(\{[^{}]*\})?([_^]([A-Za-z0-9]|\{[^{}]*\}))*$/;

/** `s`, in brackets unless it is a single symbol. */
export function group(s: string): string {
	return ATOM.test(s) ? s : `\\left(${s}\\right)`;
}

/** The base of a power: an atom without a superscript, else in brackets. */
export function base(s: string): string {
	return ATOM.test(s) && !s.includes('^') ? s : `\\left(${s}\\right)`;
}

/** An elementwise product; a dot where one factor is a number. */
export function times(a: string, b: string): string {
	const isNumber = /^\d/.test(a) || /^\d/.test(b);
	return `${group(a)} ${isNumber ? '\\cdot' : '\\odot'} ${group(b)}`;
}

/** 1 where `condition` holds, else 0. */
export function indicator(condition: string): string {
	return `\\mathbf{1}[${condition}]`;
}

/** `g`, kept where `condition` holds. */
export function gated(g: string, condition: string): string {
	return `${group(g)} \\odot ${indicator(condition)}`;
}

/** A number as TeX: `0.5`, `-2`, `10^{-6}`, `\infty`. */
export function number(value: number): string {
	if (Number.isNaN(value)) return '\\mathrm{nan}';
	if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
	const [digits, exponent] = String(value).split('e');
	if (exponent === undefined) return digits;
	const power = `10^{${Number(exponent)}}`;
	return digits === '1' ? power : `${digits} \\cdot ${power}`;
}
