/** Every error that leaves the interpreter is Python's, with a place. */
import { ShapeError } from '../shape.ts';
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';

/** An error that escaped without a place gets the place where the interpreter was. */
export function located(rt: Runtime, error: unknown): unknown {
	if (error instanceof PythonError) {
		error.at ??= rt.at;
		return error;
	}
	if (error instanceof ShapeError) {
		return new PythonError(error.type, error.message, rt.at, error.hint);
	}
	if (error instanceof RangeError && error.message.includes('call stack')) {
		return new PythonError('RecursionError', 'the lesson is nested too deeply', rt.at);
	}
	return error;
}
