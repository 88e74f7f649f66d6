/** What an editor asks about the source, of whichever engine runs the lesson. */
import type { Answers, Question } from '#engine';
import type { Explorer } from './explorer.svelte.ts';

/** Asks the engine about the source; null where it has nothing to say, or does not answer. */
export type Assist = <K extends keyof Answers>(
	kind: K,
	question: Question
) => Promise<Answers[K] | null>;

/** A lost engine is the run's to report. */
export function assistFor(explorer: Pick<Explorer, 'run'>): Assist {
	return async (kind, question) => {
		try {
			return (await explorer.run?.engine.api.assist(kind, question)) ?? null;
		} catch {
			return null;
		}
	};
}
