/** Answers what an editor asks of a source, from what its runs have shown and from reading it. */
import type { Answers, Question } from './answers.ts';
import { callHint } from './call.ts';
import { complete } from './complete.ts';
import { Knowledge } from './knowledge.ts';
import type { Runtime } from '../python/runtime.ts';
import type { Trace } from '../trace.ts';
import { nameHint } from './name.ts';
import { Reading } from './reading.ts';

const answering: {
	readonly [K in keyof Answers]: (reading: Reading, offset: number) => Answers[K] | null;
} = { completions: complete, call: callHint, name: nameHint };

/** Longer sources run, but are not read at every key. */
const LONGEST = 100_000;

/** Null where there is nothing to say. `runs` are the last ones, the newest first. */
export function answerFrom<K extends keyof Answers>(
	kind: K,
	{ source, offset }: Question,
	runs: readonly Runtime[],
	trace: Trace | null
): Answers[K] | null {
	if (source.length > LONGEST) return null;
	return answering[kind](new Reading(source, new Knowledge(runs, trace)), offset);
}
