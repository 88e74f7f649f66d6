/** What the reader said beforehand, held against what happened. */
import type { TrainingOutcome } from '#engine/lessons/training.ts';

/** How it will train. What trains the same to the last bit trains as well. */
export type Forecast = Exclude<TrainingOutcome['training'], 'same'>;
export const FORECASTS: readonly Forecast[] = ['as-well', 'less', 'hardly', 'worse'];

export interface Prediction {
	/** Names of the gradients that will be wrong; null: not said. */
	readonly wrong: ReadonlySet<string> | null;
	/** Null where nothing is trained, or not said. */
	readonly training: Forecast | null;
}

export const NOTHING_SAID: Prediction = { wrong: null, training: null };

export interface Comparison {
	readonly gradients: {
		/** Null where the program with the bug was not checked. */
		readonly right: boolean | null;
		/** Wrong, and not said to be; said to be, and not wrong. */
		readonly missed: readonly string[];
		readonly mistaken: readonly string[];
	} | null;
	/** Null where it was not said, or the run does not decide it. */
	readonly training: { readonly right: boolean; readonly was: Forecast } | null;
}

/** What of an experiment a prediction is about. */
export interface Happened {
	readonly wrong: readonly { readonly name: string }[];
	readonly bugged: { readonly report: object | null };
	readonly outcome: TrainingOutcome | null;
}

const UNDECIDED = { right: null, missed: [], mistaken: [] };

export function compare(said: Prediction, { wrong, bugged, outcome }: Happened): Comparison {
	const was = outcome?.training === 'same' ? 'as-well' : outcome?.training;
	return {
		gradients: said.wrong && (bugged.report ? judge(said.wrong, wrong) : UNDECIDED),
		training: said.training && was ? { right: said.training === was, was } : null
	};
}

function judge(said: ReadonlySet<string>, wrong: Happened['wrong']) {
	const names = wrong.map(({ name }) => name);
	const missed = names.filter((name) => !said.has(name));
	const mistaken = [...said].filter((name) => !names.includes(name));
	return { right: missed.length + mistaken.length === 0, missed, mistaken };
}
