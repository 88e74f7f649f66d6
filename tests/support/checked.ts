/** Checks every gradient of a program's first iteration, as the page does: the same iteration twice. */
import type { Backend } from '#engine/backends/backend.ts';
import { checkTrace } from '#engine/check/check.ts';
import type { CheckReport, CheckRow } from '#engine/check/report.ts';
import { PythonError } from '#engine/python/errors.ts';
import { openSession } from '#engine/session.ts';
import type { Trace } from '#engine/trace.ts';

/** Null where the program ends in an error of its own, or has no first iteration. */
export async function traceOf(
	source: string,
	seed: number,
	backend: Backend
): Promise<Trace | null> {
	try {
		const session = openSession(source, { seed, dtype: 'float32' }, backend);
		await session.start();
		return await session.trace(0);
	} catch (error) {
		if (!(error instanceof PythonError)) throw error;
		return null;
	}
}

export async function checked(
	source: string,
	seed: number,
	backend: Backend
): Promise<CheckReport | null> {
	const trace = await traceOf(source, seed, backend);
	return trace && checkTrace(trace, await traceOf(source, seed, backend));
}

export const QUESTIONS = ['formula', 'slope', 'machine', 'stability'] as const;

/** The questions that the row fails. */
export function failing(row: CheckRow): string[] {
	return QUESTIONS.filter((question) => row[question].verdict === 'fail');
}

/** Adds up what the check says of many programs that are right. */
export class Tally {
	readonly passed: Record<(typeof QUESTIONS)[number], number> = {
		...{ formula: 0, slope: 0, machine: 0, stability: 0 }
	};
	rows = 0;
	/** Entries of which a difference was asked, where all the numbers are finite. */
	entries = 0;
	/** Those of them that were answered by the slopes on both sides of a kink. */
	sided = 0;
	/** Those of them of which it cannot tell. */
	undecided = 0;
	/** Nodes called unusually inaccurate. */
	imprecise = 0;

	add({ rows }: CheckReport): void {
		for (const row of rows) {
			this.rows++;
			for (const question of QUESTIONS) {
				if (row[question].verdict === 'pass') this.passed[question]++;
			}
			this.imprecise += row.machine.imprecise.length;
			if (row.slope.reason && row.slope.reason !== 'kink') continue;
			this.entries += row.slope.undecided + (row.slope.reason ? 0 : asked(row));
			this.undecided += row.slope.undecided;
			this.sided += row.slope.sided;
		}
	}
}

const asked = ({ slope }: CheckRow) => slope.compared;
