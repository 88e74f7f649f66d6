/** `explorer export`: the lesson as a script, a notebook or an ONNX model. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Backend } from '../backends/backend.ts';
import { toNotebook } from '../exchange/notebook.ts';
import { saveModel } from '../exchange/onnx/save.ts';
import { toScript } from '../exchange/script.ts';
import { PythonError } from '../python/errors.ts';
import { createSession, type Session } from '../session.ts';
import type { Command, Target } from './options.ts';
import { showProblem } from './problem.ts';
import { UsageError } from './usage.ts';

export async function exportFile(
	command: Command,
	target: Target,
	backend: Backend
): Promise<number> {
	try {
		const session = await createSession(command.source, command.options, backend);
		const content = await contentOf(session, command, target);
		write(target.out, content);
		return 0;
	} catch (error) {
		if (!(error instanceof PythonError || error instanceof RangeError)) throw error;
		process.stderr.write(
			error instanceof PythonError
				? showProblem(command.file, error.problem)
				: `${command.file}: ${error.message}\n`
		);
		return 1;
	}
}

async function contentOf(
	session: Session,
	{ file, source, options, held }: Command,
	{ kind, iteration, parameterInputs }: Target
): Promise<string | Uint8Array> {
	const name = basename(file);
	const trace = await session.trace(kind === 'script' || kind === 'notebook' ? 0 : iteration);
	if (kind === 'inference' || kind === 'training') {
		if (!trace) throw new RangeError(`the lesson has no iteration ${iteration}`);
		return saveModel(trace, { kind, parameterInputs, file: name, source }).bytes;
	}
	const seed = session.info.usesSeed ? options.seed : null;
	const script = toScript({ source, overrides: {}, seed, edits: [], held });
	return kind === 'script' ? script : toNotebook(script, `# ${name}`);
}

function write(out: string, content: string | Uint8Array): void {
	try {
		writeFileSync(out, content);
	} catch (error) {
		throw new UsageError(`cannot write ${out}: ${error instanceof Error ? error.message : error}`);
	}
}
