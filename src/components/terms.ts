// The names in a formula that KaTeX has set, made into things to point at.
import type { Pointing } from '#state/pointing.svelte.ts';
import { points } from './pointing.ts';
import { rove } from './rove.ts';

function termsOf(formula: HTMLElement): HTMLElement[] {
	return [...formula.querySelectorAll<HTMLElement>('.katex-html [data-node]')];
}

function nodeOf(term: HTMLElement): number {
	return Number(term.dataset.node);
}

/**
 * Gives every name of a shown node its role, its words, its focus. KaTeX hides the setting from
 * screen readers in favour of MathML, which cannot hold names that take the focus: a formula that
 * has some is read from the setting instead.
 */
export function setTerms(
	formula: HTMLElement,
	pointing: Pointing,
	nameOf: (node: number) => string | null
): (() => void) | undefined {
	const terms = termsOf(formula).filter((term) => nameOf(nodeOf(term)) !== null);
	if (terms.length === 0) return;
	formula.querySelector('.katex-html')?.removeAttribute('aria-hidden');
	formula.querySelector('.katex-mathml')?.setAttribute('aria-hidden', 'true');
	const ends = terms.map((term, i) => {
		const node = nodeOf(term);
		term.setAttribute('role', 'img');
		term.setAttribute('aria-label', nameOf(node) ?? '');
		term.tabIndex = i === 0 ? 0 : -1;
		return points(pointing, () => ({ node, nodes: [node], isTerm: true }))(term);
	});
	const press = (event: KeyboardEvent) => {
		const at = terms.find((term) => term === event.target);
		const next = rove(event, terms, at, 'horizontal');
		if (at) event.stopPropagation();
		if (!at || !next) return;
		for (const term of terms) term.tabIndex = term === next ? 0 : -1;
		next.focus();
		event.preventDefault();
	};
	formula.addEventListener('keydown', press);
	return () => {
		formula.removeEventListener('keydown', press);
		for (const end of ends) end?.();
	};
}

export function lightTerms(formula: HTMLElement, isLit: (node: number) => boolean): void {
	for (const term of termsOf(formula)) term.classList.toggle('lit', isLit(nodeOf(term)));
}
