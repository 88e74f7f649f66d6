/** A lesson from a file: a script, the code of a notebook, or an ONNX model. */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fromNotebook } from '../exchange/notebook.ts';
import { openModel } from '../exchange/onnx/open.ts';
import { FileError } from '../exchange/problem.ts';
import type { Tensor } from '../tensor.ts';
import { UsageError } from './usage.ts';

export interface LessonFile {
	readonly source: string;
	readonly held: Readonly<Record<string, Tensor>>;
}

/** Throws a UsageError that says why a file cannot be read. */
export function readLesson(file: string): LessonFile {
	try {
		switch (extname(file).toLowerCase()) {
			case '.onnx':
				return openModel(new Uint8Array(readBytes(file)), basename(file));
			case '.ipynb':
				return { source: fromNotebook(readText(file)), held: {} };
			default:
				return { source: readText(file), held: {} };
		}
	} catch (error) {
		if (error instanceof FileError) throw new UsageError(`${file}: ${error.message}`);
		throw error;
	}
}

export function readText(file: string): string {
	return readBytes(file).toString('utf8');
}

function readBytes(file: string): Buffer {
	try {
		return readFileSync(file);
	} catch (error) {
		throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : error}`);
	}
}
