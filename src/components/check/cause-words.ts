// The words of the catalogue for what is behind a wrong gradient.
import type { CheckReport } from '#engine';
import type { Pattern } from '#engine/check/pattern.ts';
import { m } from '#messages';
import { formatInteger, formatNumber } from '#scene/format.ts';
import type { KnownCause, Reasons } from '#state/reasons.ts';
import type { Search } from '#state/inspection.svelte.ts';
import { bugName } from '../bug-words.ts';

/** The known bugs that make the gradient as it is. */
export function knownFor(reasons: Reasons | Search | null, name: string): readonly KnownCause[] {
	if (reasons === null || typeof reasons === 'string') return [];
	return reasons.known.filter(({ names }) => names.includes(name));
}

/** The line in which the bug shows first. */
export function lineOf({ rows }: CheckReport, { names }: KnownCause): number | null {
	return rows.find(({ name }) => name === names[0])?.line ?? null;
}

/** What is behind the gradient `name`, which is wrong, in a sentence. */
export function causeWords(reasons: Reasons | Search | null, name: string): string {
	if (reasons === null || reasons === 'sought') return m.said_sought();
	if (reasons === 'failed') return m.said_unsearched();
	const [known] = knownFor(reasons, name);
	if (known) return `${bugName(known.bug)}.`;
	const pattern = reasons.patterns.get(name);
	return pattern ? patternWords(pattern) : m.said_unexplained();
}

export function patternWords(pattern: Pattern): string {
	switch (pattern.id) {
		case 'ratio':
			return ratioWords(pattern);
		case 'nothing':
			return m.pattern_nothing();
		case 'transposed':
			return m.pattern_transposed();
		case 'zeros':
			return m.pattern_zeros(counted(pattern));
		case 'rows':
			return m.pattern_rows(counted({ ...pattern, wrong: pattern.wrong.length }));
		case 'columns':
			return m.pattern_columns(counted({ ...pattern, wrong: pattern.wrong.length }));
		case 'gate':
			return m.pattern_gate({
				passed: formatInteger(pattern.passed),
				stopped: formatInteger(pattern.stopped)
			});
	}
}

function counted({ wrong, total }: { wrong: number; total: number }) {
	return { wrong: formatInteger(wrong), total: formatInteger(total) };
}

function ratioWords({ kind, by, ratio }: Extract<Pattern, { id: 'ratio' }>): string {
	switch (kind) {
		case 'opposite':
			return m.pattern_ratio_opposite();
		case 'half':
			return m.pattern_ratio_half();
		case 'double':
			return m.pattern_ratio_double();
		case 'divided':
			return m.pattern_ratio_divided({ by: by.join('·') });
		case 'multiplied':
			return m.pattern_ratio_multiplied({ by: by.join('·') });
		case 'some':
			return m.pattern_ratio_some({ ratio: formatNumber(ratio, 6) });
	}
}
