/** Everything that the page shows of one moment, as data: graph, code line, narration, numbers. */
import type { Page } from '@playwright/test';

export interface PaneShown {
	/** "h, mm, 3×3" */
	readonly name: string;
	readonly part: 'value' | 'gradient';
	/** Lit as what the step works for. */
	readonly writes: boolean;
	/** The texts in its cells. */
	readonly numbers: readonly string[];
}

export interface Picture {
	/** Steps done, with a fraction while one is under way, to three digits. */
	readonly time: number;
	readonly narration: string;
	/** Lines of code that are lit, from 1. */
	readonly lines: readonly number[];
	readonly why: {
		readonly phase: string;
		readonly ran: string;
		readonly words: string;
		/** TeX of the formulas; null for one that is not set yet. */
		readonly tex: readonly (string | null)[];
	};
	readonly panes: readonly PaneShown[];
	/** Op chips that are lit, with the direction: "mm: backward". */
	readonly chips: readonly string[];
	/** The card that stands for the loss. */
	readonly card: {
		readonly active: 'forward' | 'backward' | null;
		readonly op: string;
		readonly value: string;
	} | null;
	/** Of the card on the loss curve. */
	readonly loss: string;
}

/** Reads it in one go, so that no frame comes between its parts. */
export function readPicture(page: Page): Promise<Picture> {
	return page.evaluate(async () => {
		// formulas are set a moment after the rest
		for (let i = 0; i < 2; i++) await new Promise((next) => requestAnimationFrame(next));
		const text = (selector: string, within: ParentNode = document) =>
			within.querySelector(selector)?.textContent?.trim() ?? '';
		const all = (selector: string, within: ParentNode = document) => [
			...within.querySelectorAll(selector)
		];
		const way = (element: Element) =>
			(['forward', 'backward'] as const).find((each) => element.classList.contains(each)) ?? null;
		const name = (element: Element) => element.getAttribute('aria-label') ?? '';
		const head = document.querySelector<HTMLElement>('.timeline .head');
		const time = (parseFloat(head?.style.left ?? '') / 100) * all('.timeline .ops span').length;
		const card = document.querySelector('.stage .card');
		const why = document.querySelector('[aria-label="Why this step"]') ?? document;
		return {
			time: Math.round(time * 1000) / 1000,
			narration: text('[data-testid=narration]'),
			lines: all('[data-line][aria-current=step]').map((line) =>
				Number(line.getAttribute('data-line'))
			),
			why: {
				phase: text('.phase', why),
				ran: text('.ran', why),
				words: text('.words', why),
				tex: all('.formula', why).map(
					(formula) => formula.querySelector('annotation')?.textContent ?? null
				)
			},
			panes: all('.stage .pane').map((pane) => ({
				name: name(pane),
				part: way(pane) === 'backward' ? ('gradient' as const) : ('value' as const),
				writes: pane.classList.contains('writes'),
				numbers: all('.numbers text', pane).map((cell) => cell.textContent ?? '')
			})),
			chips: all('.stage .chip')
				.filter((chip) => way(chip) !== null)
				.map((chip) => `${text('text', chip)}: ${way(chip)}`),
			card: card && { active: way(card), op: text('.note', card), value: text('.value', card) },
			loss: text('.curve .loss b')
		};
	});
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Whether `shown` is `value` to the digits that it has: at most half a unit of its last one off. */
export function isRounded(shown: string, value: number): boolean {
	const plain = shown
		.replaceAll('−', '-')
		.replaceAll('\u202f', '')
		.replace('∞', 'Infinity')
		.replace(/×10(.+)$/, (_, power: string) => {
			const digits = [...power].map((each) => (each === '⁻' ? '-' : SUPERSCRIPT.indexOf(each)));
			return `e${digits.join('')}`;
		});
	const number = Number(plain);
	if (!Number.isFinite(number)) return Object.is(number, value);
	const [mantissa, exponent = '0'] = plain.split('e');
	const decimals = mantissa.split('.')[1]?.length ?? 0;
	const half = 0.5 * 10 ** (Number(exponent) - decimals);
	// the texts come from doubles of a few digits, so the last bits of this very test may be off
	return plain !== '' && Math.abs(number - value) <= half + 4 * Number.EPSILON * Math.abs(value);
}
