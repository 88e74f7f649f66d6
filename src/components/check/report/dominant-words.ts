// The words of the catalogue for what a bound is mostly made of.
import type { Dominant, ErrorSource } from '#engine/check/report.ts';
import { m } from '#messages';
import { formatInteger } from '#scene/format.ts';

export function dominantWords(dominant: Dominant): string {
	const { origin, share } = dominant;
	const what = sourceWords(dominant);
	const whole = origin ? m.report_began({ what, origin: sourceWords(origin) }) : what;
	return `${whole}: ${Math.round(share * 100)} %`;
}

function sourceWords({ kind, name: called, terms = 0 }: ErrorSource): string {
	const name = called ?? m.dominant_reverse();
	switch (kind) {
		case 'sum':
			return m.dominant_sum({ terms: formatInteger(terms), name });
		case 'rounding':
			return m.dominant_rounding({ name });
		case 'operand':
			return m.dominant_operand({ name });
		case 'branch':
			return m.dominant_branch({ name });
		case 'underflow':
			return m.dominant_underflow({ name });
		case 'truncation':
			return m.dominant_truncation();
		case 'loss':
			return m.dominant_loss();
		case 'gradient':
			return m.dominant_gradient();
	}
}
