// The words of the catalogue for what the bug lab shows.
import { m } from '#messages';
import { formatLoss, formatNumber } from '#scene/format.ts';
import { AS_WELL, HARDLY } from '#state/bug-lab.svelte.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import type { Forecast } from '#state/prediction.ts';

export const forecastWords: Readonly<Record<Forecast, () => string>> = {
	'as-well': m.buglab_as_well,
	less: m.buglab_less,
	hardly: m.buglab_hardly,
	worse: m.buglab_worse
};

/** A share as a percentage of two digits, of three just below the whole. */
export function percent(share: number): string {
	const text =
		share >= 1 && share < 10
			? String(Math.round(share * 100))
			: formatNumber(share * 100, share > 0.95 ? 3 : 2);
	return `${text}\u00a0%`;
}

/** What became of it, or null as long as it is not over and checked. */
export function pointOf(experiment: Experiment): string | null {
	const { right, bugged, wrong, outcome, trains } = experiment;
	if (experiment.stage !== 'over' || !experiment.checked) return null;
	if (right.lost || bugged.lost) return m.buglab_point_lost();
	const problem = bugged.problem ?? right.problem;
	if (problem) return m.buglab_point_problem({ line: problem.line, message: problem.message });
	const last = wrong.at(-1);
	if (!last) return m.buglab_point_right();
	const fault = faultOf(experiment, last.name);
	if (!trains) return m.buglab_point_untrained({ fault });
	switch (outcome?.training) {
		case 'same':
			return m.buglab_point_same({ fault });
		case 'as-well':
			return m.buglab_point_as_well({ fault });
		case 'less':
			return m.buglab_point_less({ fault, part: percent(outcome.share) });
		case 'hardly':
			return m.buglab_point_hardly({ fault });
		case 'worse':
			return m.buglab_point_worse({ fault });
		default:
			return m.buglab_point_unclear({ fault });
	}
}

function faultOf(experiment: Experiment, name: string): string {
	const share = experiment.offBy(name);
	return share ? m.buglab_fault({ name, share: percent(share) }) : m.buglab_fault_plain({ name });
}

/** By which rule the outcome has its name; null where there is none. */
export function ruleOf({ outcome }: Experiment): string | null {
	if (!outcome || outcome.training === 'same') return null;
	if (!Number.isFinite(outcome.share)) return m.buglab_rule_overflow();
	return m.buglab_rule({
		part: percent(outcome.share),
		well: percent(AS_WELL),
		hardly: percent(HARDLY)
	});
}

/** Both curves in words. */
export function describeCurves({ right, bugged }: Experiment): string {
	const last = (losses: readonly number[]) => formatLoss(losses.at(-1) ?? NaN);
	const { overflow } = bugged;
	return m.buglab_curves({
		first: formatLoss(right.losses.at(0)),
		right: last(right.losses.values),
		bugged:
			overflow === null
				? m.buglab_curve_to({ last: last(bugged.losses.values) })
				: m.buglab_curve_overflow({ step: overflow })
	});
}
