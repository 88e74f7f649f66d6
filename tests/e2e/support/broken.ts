/** Lesson 1 with one line broken: what that makes wrong, and what the page should call it. */
import type { Page } from '@playwright/test';
import { lessons } from '../../../engine/lessons/lessons.ts';

export const ALL = ['grad_y_pred', 'grad_w2', 'grad_h_relu', 'grad_h', 'grad_w1'] as const;
type Name = (typeof ALL)[number];

export interface Break {
	readonly line: string;
	readonly written: string;
	/** What it makes wrong, the first to go wrong first. */
	readonly wrong: readonly Name[];
	readonly cause: RegExp;
	readonly size?: 'own';
}

const ERROR = 'grad_y_pred = 2.0 * (y_pred - y)';
export const MASK = 'grad_h[h < 0] = 0';
export const BREAKS: Readonly<Record<string, Break>> = {
	'the factor 2 left out': {
		...{ line: ERROR, written: 'grad_y_pred = (y_pred - y)', wrong: ALL },
		cause: /The factor of the square is missing/
	},
	'an average for a sum': {
		...{ line: ERROR, written: `${ERROR} / (N * D_out)`, wrong: ALL },
		...{ cause: /An average where the loss is a sum/, size: 'own' }
	},
	'the difference the wrong way round': {
		...{ line: ERROR, written: 'grad_y_pred = 2.0 * (y - y_pred)', wrong: ALL },
		cause: /The difference is the wrong way round/
	},
	'h for h_relu': {
		line: 'grad_w2 = h_relu.t().mm(grad_y_pred)',
		written: 'grad_w2 = h.t().mm(grad_y_pred)',
		wrong: ['grad_w2'],
		cause: /The value before the ReLU is used/
	},
	'the gradient for the weight': {
		line: 'grad_h_relu = grad_y_pred.mm(w2.t())',
		written: 'grad_h_relu = grad_y_pred.mm(grad_w2.t())',
		wrong: ['grad_h_relu', 'grad_h', 'grad_w1'],
		cause: /The gradient of the weight stands where the weight should/
	},
	'no gate': {
		...{ line: MASK, written: 'pass', wrong: ['grad_h', 'grad_w1'] },
		cause: /The gradient passes gates that are shut/
	},
	'the gate inverted': {
		...{ line: MASK, written: 'grad_h[h > 0] = 0', wrong: ['grad_h', 'grad_w1'] },
		...{ cause: /The gate is shut where it should be open/, size: 'own' }
	},
	'the gate by the gradient': {
		...{ line: MASK, written: 'grad_h[grad_h < 0] = 0', wrong: ['grad_h', 'grad_w1'] },
		cause: /The gate is set by the gradient/
	},
	'what no list knows': {
		line: 'grad_w1 = x.t().mm(grad_h)',
		written: 'grad_w1 = x.t().mm(grad_h) * 1.0009',
		wrong: ['grad_w1'],
		cause: /Every entry is what it should be, times 1\.00090/
	}
};

/** The lesson with one line broken from the start, as an earlier visit left it. */
export async function leaveBroken(page: Page, what: keyof typeof BREAKS): Promise<void> {
	const { line, written } = BREAKS[what];
	const draft = lessons.manual.source.replace(line, written);
	await page.addInitScript(
		(drafts) => localStorage.setItem('backprop-explorer:drafts', drafts),
		JSON.stringify({ manual: draft })
	);
}
