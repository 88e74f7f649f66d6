/**
 * Diagnosis by fingerprint: a known bug is put into the lesson, and what it makes of the learner's
 * own inputs is compared with what the learner claims, entry by entry, in float64. Wrong formulas
 * lie apart by factors of a million, rounding explains none of it: who matches has made that bug.
 */
import { withBug, type Bug } from '../lessons/bugs.ts';
import { PythonError } from '../python/errors.ts';
import type { LessonOptions } from '../session.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { claimsOf, standing, type Claims } from './claimed.ts';
import { replay } from './replay.ts';
import { SharedValues } from './shared.ts';

/** The lesson as it should be, and what is known to go wrong in it. */
export interface KnownLesson {
	readonly source: string;
	readonly bugs: readonly Bug[];
	/** Those of the learner's run: the same sizes, the same numbers. */
	readonly options: LessonOptions;
}

export interface Finding {
	/** Id of the bug. */
	readonly bug: string;
	/** The gradients that it explains, in the order in which the program makes them. */
	readonly names: readonly string[];
}

/**
 * Which known bugs explain gradients of `trace` that are wrong, each by itself: two bugs in two
 * places are two findings. Of bugs that explain the same gradient, the one that explains most.
 */
export async function diagnose(trace: Trace, lesson: KnownLesson): Promise<Finding[]> {
	const shared = new SharedValues();
	const own = claimsOf(trace, shared);
	const wrong = own.list.filter((claim) => own.holds(claim) === 'different');
	if (wrong.length === 0) return [];
	const right = await claimsMadeBy(trace, lesson, null, shared);
	if (right === null) return [];
	const findings: Finding[] = [];
	for (const bug of lesson.bugs) {
		const made = await claimsMadeBy(trace, lesson, bug, shared);
		const names = made ? explained({ own, wrong, right, made }) : [];
		if (names.length > 0) findings.push({ bug: bug.id, names });
	}
	return foremost(findings);
}

/** Null where the program raises an error: a bug that the shapes refuse leaves no gradient behind. */
async function claimsMadeBy(
	trace: Trace,
	{ source, options }: KnownLesson,
	bug: Bug | null,
	shared: SharedValues
): Promise<Claims | null> {
	const text = bug ? withBug(source, bug) : source;
	if (text === null) return null;
	try {
		const made = await replay(trace, { source: text, options, accumulates: bug?.accumulates });
		return made && claimsOf(made, shared);
	} catch (error) {
		if (error instanceof PythonError) return null;
		throw error;
	}
}

interface Compared {
	readonly own: Claims;
	/** Claims of `own`. */
	readonly wrong: readonly GradientClaim[];
	/** What the lesson claims, and what it claims with the bug in it. */
	readonly right: Claims;
	readonly made: Claims;
}

function explained({ own, wrong, right, made }: Compared): string[] {
	const names: string[] = [];
	for (const claim of made.list) {
		const { name } = claim;
		const here = named(own, name);
		const correct = named(right, name);
		const bugged = made.claimed(claim);
		if (!here || (correct && standing(bugged, right.claimed(correct)) !== 'different')) continue;
		if (wrong.includes(here) && standing(own.claimed(here), bugged) === 'same') names.push(name);
		// where the bug shows first, something else stands: what follows has another cause
		else if (names.length === 0) return [];
	}
	return names;
}

function named({ list }: Claims, name: string): GradientClaim | undefined {
	return list.find((claim) => claim.name === name);
}

function foremost(findings: readonly Finding[]): Finding[] {
	const most = (name: string) =>
		Math.max(
			...findings.filter(({ names }) => names.includes(name)).map((each) => each.names.length)
		);
	return findings.filter(({ names }) => names.some((name) => most(name) === names.length));
}
