/** Runs one command and returns its exit status. */
import type { Backend } from '../backends/backend.ts';
import { chooseBackend } from '../backends/choose.ts';
import { PythonError, type LessonProblem } from '../python/errors.ts';
import { openSession, type Session } from '../session.ts';
import { checkFile } from './check.ts';
import { exportFile } from './export.ts';
import { showProblem } from './problem.ts';
import { readCommand, USAGE, UsageError, type Command } from './options.ts';
import { describeTensors } from './tensors.ts';

/** Iterations between two writes of text output. */
const CHUNK = 50;

export async function main(args: readonly string[]): Promise<number> {
	let command: Command | null;
	try {
		command = readCommand(args);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		process.stderr.write(`explorer: ${error.message}\n\n${USAGE}`);
		return 2;
	}
	if (!command) {
		process.stdout.write(USAGE);
		return 0;
	}
	const { backend } = await chooseBackend(command.backend);
	try {
		if (command.target) return await exportFile(command, command.target, backend);
		return command.verb === 'check'
			? await checkFile(command, backend)
			: await runFile(command, backend);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		process.stderr.write(`explorer: ${error.message}\n`);
		return 2;
	} finally {
		await backend.dispose();
	}
}

async function runFile(command: Command, backend: Backend): Promise<number> {
	const start = performance.now();
	const printed: string[] = [];
	const print = (lines: readonly string[]) => {
		printed.push(...lines);
		if (!command.json && lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
	};
	const { session, problem } = await runLesson(command, backend, print);
	if (command.json) {
		const tensors = session ? await describeTensors(session) : {};
		const ms = performance.now() - start;
		process.stdout.write(
			`${JSON.stringify({ printed, tensors, error: problem && errorOf(problem), backend: backend.name, ms })}\n`
		);
	} else if (problem) {
		process.stderr.write(showProblem(command.file, problem));
	}
	return problem ? 1 : 0;
}

/** Runs to the end or to the first mistake; what came before it stays. */
async function runLesson(
	{ source, options }: Command,
	backend: Backend,
	print: (lines: readonly string[]) => void
): Promise<{ session: Session | null; problem: LessonProblem | null }> {
	let session: Session | null = null;
	let started = false;
	try {
		session = openSession(source, options, backend);
		await session.start();
		started = true;
		print(session.info.printed);
		let done = false;
		while (!done) {
			const progress = await session.advance(CHUNK);
			print(progress.printed);
			done = progress.done;
		}
		return { session, problem: null };
	} catch (error) {
		if (!(error instanceof PythonError)) throw error;
		if (session) print(started ? session.takePrinted() : session.info.printed);
		return { session, problem: error.problem };
	}
}

function errorOf({ type, message, line, column }: LessonProblem) {
	return { type, message, line, column };
}
