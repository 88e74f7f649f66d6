/**
 * `explorer check FILE.py --against REFERENCE.py`: a student's file beside a teacher's. Both run
 * with the same seed; the teacher's tensors stand in where the student's have their names and shapes.
 */
import type { Backend } from '../backends/backend.ts';
import { compareIteration, type Row } from '../check/against.ts';
import { follow } from '../check/replay.ts';
import { SharedValues } from '../check/shared.ts';
import { PythonError } from '../python/errors.ts';
import { createSession } from '../session.ts';
import { showShape } from '../shape.ts';
import type { Trace } from '../trace.ts';
import type { Command } from './options.ts';
import { showPattern } from './pattern.ts';
import { showProblem } from './problem.ts';

/** A gradient that is added to the one before shows in the second only. */
const ITERATIONS = 2;

/** Rows null: the file ends before this iteration. */
interface Compared {
	readonly iteration: number;
	readonly rows: readonly Row[] | null;
}

type Reference = NonNullable<Command['against']>;

export async function checkAgainst(
	command: Command,
	reference: Reference,
	backend: Backend
): Promise<number> {
	const teacher = await located(() => tracesOf(command, reference, backend));
	if (teacher instanceof PythonError) return refuse(command, reference.file, teacher);
	const student = await located(() => follow(teacher, command.source, command.options));
	if (student instanceof PythonError) return refuse(command, command.file, student);
	const shared = new SharedValues();
	const compared = teacher.map((trace, i): Compared => {
		const own = student[i];
		return { iteration: trace.iteration, rows: own && compareIteration(own, trace, shared) };
	});
	process.stdout.write(
		command.json
			? `${JSON.stringify({ iterations: compared, error: null })}\n`
			: show(compared, command, reference)
	);
	return compared.some(({ rows }) => !rows || rows.some(isOff)) ? 1 : 0;
}

async function located<T>(run: () => Promise<T>): Promise<T | PythonError> {
	try {
		return await run();
	} catch (error) {
		if (error instanceof PythonError) return error;
		throw error;
	}
}

function refuse({ json }: Command, file: string, { problem }: PythonError): number {
	const { type, message, line, column } = problem;
	if (json) {
		const error = { file, type, message, line, column };
		process.stdout.write(`${JSON.stringify({ iterations: [], error })}\n`);
	} else process.stderr.write(showProblem(file, problem));
	return 1;
}

async function tracesOf(
	{ options }: Command,
	{ source }: Reference,
	backend: Backend
): Promise<Trace[]> {
	const session = await createSession(source, options, backend);
	const traces: Trace[] = [];
	for (let k = 0; k < Math.min(ITERATIONS, session.info.total ?? ITERATIONS); k++) {
		const trace = await session.trace(k);
		if (trace) traces.push(trace);
	}
	return traces;
}

function isOff({ match }: Row): boolean {
	return match === 'different' || match === 'missing';
}

function show(compared: readonly Compared[], { file }: Command, reference: Reference): string {
	const blocks = compared.map(({ iteration, rows }) => {
		const head = `iteration ${iteration}\n`;
		if (!rows) return `${head}  missing: the file ends before it\n`;
		const width = Math.max(0, ...rows.map((row) => row.reference.name.length));
		return head + rows.map((row) => `  ${showRow(row, width, reference.file)}\n`).join('');
	});
	return `${blocks.join('\n')}\n${showFirst(compared, file)}\n`;
}

function showFirst(compared: readonly Compared[], file: string): string {
	for (const { iteration, rows } of compared) {
		if (!rows) return `first difference: iteration ${iteration} is missing`;
		const row = rows.find(isOff);
		if (!row) continue;
		const line = row.own?.line ?? null;
		const place = line === null ? '' : ` (${file}:${line})`;
		return `first difference: ${row.reference.name}, iteration ${iteration}${place}`;
	}
	return 'no difference';
}

function showRow(
	{ reference, own, match, worst, pattern }: Row,
	width: number,
	file: string
): string {
	const other = own && own.name !== reference.name ? ` (as ${own.name})` : '';
	const head = `${reference.name.padEnd(width)}  ${WORDS[match]}${other}`;
	if (match !== 'different' || !own) return head;
	if (!worst)
		return `${head}: its shape is ${showShape(own.shape)}, in ${file} ${showShape(reference.shape)}`;
	const { index, got, expected, bound } = worst;
	const numbers = `at [${index.join(', ')}] ${got}, in ${file} ${expected}, rounding explains ${bound.toExponential(2)}`;
	return `${head}: ${numbers}${pattern ? `; ${showPattern(pattern, 'the other')}` : ''}`;
}

const WORDS: Readonly<Record<Row['match'], string>> = {
	equal: 'equal',
	rounding: 'equal up to rounding',
	different: 'different',
	missing: 'missing',
	unknown: 'cannot tell'
};
