// The words of the catalogue for what one question says of one gradient.
import type { CheckRow } from '#engine';
import { m } from '#messages';
import { formatInteger } from '#scene/format.ts';
import type { Search } from '#state/inspection.svelte.ts';
import type { Reasons } from '#state/reasons.ts';
import { markAt, type Mark, type Question } from '#state/verdict.ts';
import { backendName } from '../backend-words.ts';
import { markWord, reasonWord } from '../mark-words.ts';
import { causeWords } from './cause-words.ts';

export const QUESTION_NAMES: Readonly<Record<Question, () => string>> = {
	formula: m.check_formula,
	slope: m.check_slope,
	machine: m.check_machine,
	stability: m.check_stability
};

/** "equal up to rounding", or why that cannot be told. */
export function verdictWords(row: CheckRow, question: Question): string {
	const mark = markAt(row, question);
	const reason = question === 'stability' ? undefined : row[question].reason;
	if (mark !== 'unknown' || !reason) return markWord(mark);
	return m.check_because({ reason: reasonWord(reason) });
}

/** What it means, in a sentence; where something is wrong, what is behind it. */
export function answerWords(
	row: CheckRow,
	question: Question,
	reasons: Reasons | Search | null
): string {
	const mark = markAt(row, question);
	if (mark === 'unknown') return '';
	switch (question) {
		case 'formula':
			return formulaWords(row, mark, reasons);
		case 'slope':
			if (mark === 'different') return causeWords(reasons, row.name);
			return m.said_slope({ count: formatInteger(row.slope.compared) });
		case 'machine':
			return machineWords(row, mark);
		case 'stability':
			return stabilityWords(row);
	}
}

function formulaWords(
	{ name, target, formula }: CheckRow,
	mark: Mark,
	reasons: Reasons | Search | null
): string {
	if (mark === 'equal') return m.said_formula_equal();
	if (mark === 'rounding') return m.said_formula_rounding();
	if (formula.against === 'forward') return m.check_forward_differs();
	return formula.worst ? causeWords(reasons, name) : m.said_shape({ target });
}

function machineWords({ machine }: CheckRow, mark: Mark): string {
	const backend = backendName(machine.backend);
	if (mark === 'different') return m.said_machine_different({ backend });
	if (machine.imprecise.length > 0) return m.check_imprecise();
	return mark === 'equal'
		? m.said_machine_equal({ backend })
		: m.said_machine_rounding({ backend });
}

function stabilityWords({ target, stability }: CheckRow): string {
	const { repeated, zero, scaled, doubled, permuted, shaped } = stability;
	if (!shaped) return m.said_shape({ target });
	if (repeated === false) return m.said_not_repeated();
	if ([zero, scaled, doubled].includes(false)) return m.said_not_linear();
	if (permuted === false) return m.said_not_permuted();
	return repeated ? m.said_repeated() : m.said_linear();
}
