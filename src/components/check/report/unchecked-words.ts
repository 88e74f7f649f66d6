// The words of the catalogue for what a question leaves open.
import type { CheckRow } from '#engine';
import { m } from '#messages';
import { formatInteger } from '#scene/format.ts';
import type { Question } from '#state/verdict.ts';
import { reasonWord } from '../../mark-words.ts';

/** Every sentence says one thing that was not checked; at least that it is about one iteration. */
export function uncheckedWords(row: CheckRow, question: Question, iteration: number): string[] {
	const own = {
		formula: () => ofFormula(row),
		slope: () => ofSlope(row),
		machine: () => [...whole(row.machine), m.unchecked_inputs()],
		stability: () => ofStability(row)
	}[question]();
	return [...own, m.unchecked_other({ iteration })];
}

/** All of it, where nothing could be compared. */
function whole({ reason, compared, total }: CheckRow['machine' | 'slope' | 'formula']): string[] {
	if (!reason || compared > 0) return [];
	return [m.unchecked_all({ count: formatInteger(total), reason: reasonWord(reason) })];
}

function undecided({ undecided }: CheckRow['slope' | 'formula']): string[] {
	return undecided > 0 ? [m.unchecked_undecided({ count: formatInteger(undecided) })] : [];
}

function ofFormula({ formula }: CheckRow): string[] {
	const { directions, total, compared } = formula;
	const forward =
		compared === 0 || directions === total
			? []
			: directions === 0
				? [m.unchecked_forward()]
				: [m.unchecked_directions({ count: formatInteger(directions) })];
	return [...whole(formula), ...undecided(formula), ...forward, m.unchecked_run()];
}

function ofSlope({ slope }: CheckRow): string[] {
	const left = slope.total - slope.compared - slope.undecided;
	const sampled = m.unchecked_sampled({
		count: formatInteger(left),
		compared: formatInteger(slope.compared + slope.undecided),
		total: formatInteger(slope.total)
	});
	const open = slope.compared + slope.undecided > 0 && left > 0 ? [sampled] : [];
	return [...whole(slope), ...open, ...undecided(slope)];
}

function ofStability({ by, stability: { repeated, zero, permuted } }: CheckRow): string[] {
	return [
		...(repeated === null ? [m.unchecked_repeated()] : []),
		...(zero === null && by === 'hand' ? [m.unchecked_linear()] : []),
		...(permuted === null ? [m.unchecked_permuted()] : [])
	];
}
