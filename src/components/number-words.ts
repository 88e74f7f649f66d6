/** Why a typed number is not taken, in words. */
import { m } from '#messages';
import { formatInteger } from '#scene/format.ts';
import { MOST_NUMBERS, type NumberProblem } from '#state/sizes.ts';

export function problemText(problem: NumberProblem): string {
	switch (problem.kind) {
		case 'empty':
			return m.number_empty();
		case 'not-a-number':
			return m.number_unreadable();
		case 'not-whole':
			return m.number_not_whole();
		case 'below-one':
			return m.number_below_one();
		case 'negative':
			return m.number_negative();
		case 'infinite':
			return m.number_infinite();
		case 'too-large':
			return m.number_too_large({ most: formatInteger(problem.most) });
		case 'too-many':
			return m.number_too_many({
				label: problem.label,
				count: formatInteger(problem.count),
				most: formatInteger(MOST_NUMBERS)
			});
		case 'too-slow':
			return m.number_too_slow({ times: formatInteger(problem.times) });
	}
}
