/** What an editor asks about the source, of whichever engine runs the lesson. */
import type { Answers, Question } from '#engine';
import type { Explorer } from './explorer.svelte.ts';

/** Null where no engine answers: a lost one is the run's to report. */
export function assistFor(explorer: Pick<Explorer, 'run'>) {
	return async <K extends keyof Answers>(
		kind: K,
		question: Question
	): Promise<Answers[K] | null> => {
		try {
			return (await explorer.run?.engine.api.assist(kind, question)) ?? null;
		} catch {
			return null;
		}
	};
}
