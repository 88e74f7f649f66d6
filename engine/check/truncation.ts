/**
 * What a ladder of central differences says of their own truncation. It goes with the square of the
 * step, so that what a smaller step changes is a known part of it; and where rounding hides the
 * change, it is at most what rounding can hide.
 */

/** A central difference in rising order of the step; without a slope where a branch changes within it. */
export interface Quotient {
	readonly step: number;
	readonly slope: number | null;
	/** The most that rounding can have done to the slope. */
	readonly rounding: number;
}

export interface Truncation {
	/** As far as it shows above rounding; else null. */
	readonly truncation: number | null;
	/** The most by which the slope can be off, all in all; null where nothing can be said. */
	readonly limit: number | null;
}

/** Each quotient is compared with that `apart` rungs below it. */
export function truncations(rungs: readonly Quotient[], apart: number): Truncation[] {
	const shown = rungs.map((rung, i) =>
		changeOf(rung, rungs.at(i < apart ? rungs.length : i - apart))
	);
	return rungs.map(({ step, rounding }, i) => {
		const own = shown[i];
		if (!own) return { truncation: null, limit: null };
		// at large steps two slopes can agree by accident: then those below have more to say
		const below = shown.slice(Math.max(0, i - apart), i).map((each, k, part) => {
			const ratio = step / rungs[i - part.length + k].step;
			return (each?.truncation ?? 0) * ratio ** 2;
		});
		return { truncation: own.truncation, limit: rounding + Math.max(own.most, ...below) };
	});
}

/** What shows of the truncation of `whole`, and the most that it can be, as far as steps are small. */
function changeOf(
	whole: Quotient,
	part: Quotient | undefined
): { readonly truncation: number | null; readonly most: number } | null {
	if (whole.slope === null || part?.slope == null) return null;
	const share = 1 - (part.step / whole.step) ** 2;
	const change = Math.abs(whole.slope - part.slope);
	const hidden = whole.rounding + part.rounding;
	return {
		truncation: change > hidden ? change / share : null,
		most: (change + hidden) / share
	};
}
