/**
 * What is behind the gradients of a trace that are wrong: the bugs that are known for its lesson, as
 * far as they explain them, and the pattern of the error, for whatever no list knows. Plain data.
 */
import type { Trace } from '../trace.ts';
import { diagnose, type Finding, type KnownLesson } from './fingerprint.ts';
import type { Pattern } from './pattern.ts';
import { patternsOf } from './patterns.ts';

export interface Causes {
	readonly findings: readonly Finding[];
	/** By the name of the gradient. */
	readonly patterns: ReadonlyMap<string, Pattern>;
}

/** `known` is null for a program that comes from no lesson. */
export async function causesOf(trace: Trace, known: KnownLesson | null): Promise<Causes> {
	const findings = known ? await diagnose(trace, known) : [];
	return { findings, patterns: patternsOf(trace) };
}
