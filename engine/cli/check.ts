/**
 * `explorer check`: every gradient that the lesson claims, in its first iterations. The second
 * one is there because a forgotten zero_grad is invisible in the first.
 */
import type { Backend } from '../backends/backend.ts';
import { checkTrace } from '../check/check.ts';
import { causesOf } from '../check/causes.ts';
import type { Pattern } from '../check/pattern.ts';
import type { CheckReport, CheckRow, StabilityAnswer } from '../check/report.ts';
import { PythonError } from '../python/errors.ts';
import { createSession } from '../session.ts';
import { showShape } from '../shape.ts';
import { checkAgainst } from './against.ts';
import { showAnswer, WORD } from './answer.ts';
import { knownLesson, namedCauses, showCause, type Cause } from './known.ts';
import type { Command } from './options.ts';
import { showPattern } from './pattern.ts';
import { showProblem } from './problem.ts';

const ITERATIONS = 2;

export async function checkFile(command: Command, backend: Backend): Promise<number> {
	if (command.against) return checkAgainst(command, command.against, backend);
	try {
		const reports = await checkLesson(command, backend);
		const failed = reports.some(({ rows }) => rows.some(hasFailed));
		process.stdout.write(
			command.json ? `${JSON.stringify({ reports, error: null }, finite)}\n` : showReports(reports)
		);
		return failed ? 1 : 0;
	} catch (error) {
		if (!(error instanceof PythonError)) throw error;
		const { type, message, line, column } = error.problem;
		if (command.json) {
			process.stdout.write(
				`${JSON.stringify({ reports: [], error: { type, message, line, column } })}\n`
			);
		} else {
			process.stderr.write(showProblem(command.file, error.problem));
		}
		return 1;
	}
}

/** JSON has no NaN and no infinities: they go as strings. */
function finite(_: string, value: unknown): unknown {
	return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** With the pattern and the cause of every wrong gradient that has one, by its name. */
interface Report extends CheckReport {
	readonly patterns: Readonly<Record<string, Pattern>>;
	readonly causes: Readonly<Record<string, Cause>>;
}

async function checkLesson(
	{ source, options, known }: Command,
	backend: Backend
): Promise<Report[]> {
	const lesson = known && (await knownLesson(known, options));
	const session = await createSession(source, options, backend);
	const reports: Report[] = [];
	const count = Math.min(ITERATIONS, session.info.total ?? ITERATIONS);
	for (let k = 0; k < count; k++) {
		const trace = await session.trace(k);
		if (!trace) continue;
		const report = checkTrace(trace, await session.trace(k));
		const isWrong = report.rows.some(({ formula }) => formula.verdict === 'fail');
		const behind = isWrong ? await causesOf(trace, lesson) : null;
		reports.push({
			...report,
			patterns: Object.fromEntries(behind?.patterns ?? []),
			causes: namedCauses(behind?.findings ?? [], lesson?.bugs ?? [])
		});
	}
	return reports;
}

function hasFailed({ formula, slope, machine, stability }: CheckRow): boolean {
	return [formula, slope, machine, stability].some(({ verdict }) => verdict === 'fail');
}

function showReports(reports: readonly Report[]): string {
	if (reports.every(({ rows }) => rows.length === 0)) {
		return 'no gradients to check: name one grad_<tensor>, or call backward()\n';
	}
	return reports
		.map(({ iteration, rows, first, patterns, causes }) =>
			[
				`iteration ${iteration}`,
				...rows.flatMap((row) => [
					showRow(row),
					...showWrong(patterns[row.name]),
					...showCause(causes[row.name])
				]),
				...(first === null ? [] : [`  the first that is wrong: ${first}`]),
				''
			].join('\n')
		)
		.join('\n');
}

function showRow(row: CheckRow): string {
	const place = row.line === null ? '' : ` (line ${row.line})`;
	return [
		`  ${row.name}  ∂loss/∂${row.target}  ${showShape(row.shape)}${place}`,
		`    formula  ${showAnswer(row.formula, 'by formula', 'by reverse mode')}`,
		`    slope    ${showAnswer(row.slope, 'gradient', 'difference quotient')}`,
		`    machine  ${showAnswer(row.machine, `on ${row.machine.backend}`, 'in float64')}`,
		`    stable   ${showStability(row.stability)}`
	].join('\n');
}

function showStability({ verdict, ...found }: StabilityAnswer): string {
	const asked = [
		['run again, it is the same', found.repeated],
		['zero from above gives zero', found.zero],
		['a power of two from above scales it exactly', found.scaled],
		['added to itself it is exactly twice as much', found.doubled],
		['it has the shape of what it is the gradient of', found.shaped ? null : false],
		['the order of the samples does not matter', found.permuted]
	] as const;
	const said = asked.filter(([, holds]) => holds !== null);
	return [WORD[verdict], ...said.map(([what, holds]) => (holds ? what : `NOT: ${what}`))].join(
		'; '
	);
}

function showWrong(pattern: Pattern | undefined): string[] {
	return pattern ? [`    pattern  ${showPattern(pattern, 'what it should be')}`] : [];
}
