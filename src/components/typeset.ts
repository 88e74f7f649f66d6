/** Formulas set by KaTeX, each once: the ops of an iteration come again in the next one. */
import { KATEX_OPTIONS } from './math-element.ts';

/** The longest lessons have some hundred formulas; those of single cells come and go. */
const MOST = 400;

export class Typesetter {
	readonly #set = new Map<string, HTMLElement>();
	readonly #katex: typeof import('katex').default;

	constructor(katex: typeof import('katex').default) {
		this.#katex = katex;
	}

	/** Puts the formula `tex` in the place of whatever is in `element`. */
	render(tex: string, element: HTMLElement): void {
		element.replaceChildren(...this.#formula(tex).cloneNode(true).childNodes);
	}

	#formula(tex: string): HTMLElement {
		const known = this.#set.get(tex);
		if (known) return known;
		const made = document.createElement('span');
		this.#katex.render(tex, made, KATEX_OPTIONS);
		const [oldest] = this.#set.keys();
		if (this.#set.size >= MOST) this.#set.delete(oldest);
		this.#set.set(tex, made);
		return made;
	}
}

/** Loads what sets formulas. */
export async function loadTypesetter(): Promise<Typesetter> {
	return new Typesetter((await import('katex')).default);
}
