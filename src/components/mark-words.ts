// The words of the catalogue for what the check says.
import type { Reason } from '#engine';
import { m } from '#messages';
import type { Mark } from '#state/verdict.ts';

const MARKS: Readonly<Record<Mark, () => string>> = {
	equal: m.mark_equal,
	rounding: m.mark_rounding,
	different: m.mark_different,
	unknown: m.mark_unknown
};

const REASONS: Readonly<Record<Reason, () => string>> = {
	kink: m.reason_kink,
	'no-loss': m.reason_no_loss,
	'not-finite': m.reason_not_finite,
	'several-losses': m.reason_several_losses
};

export function markWord(mark: Mark): string {
	return MARKS[mark]();
}

/** Why a verdict could not be given. */
export function reasonWord(reason: Reason | undefined): string {
	return reason ? REASONS[reason]() : '';
}
