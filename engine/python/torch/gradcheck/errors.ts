/** What gradcheck raises where gradients disagree, and what it says that it cannot do here. */
import { exceptionClasses } from '../../exceptions.ts';
import { PythonError } from '../../errors.ts';
import { PyClass, PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyTuple } from '../../values.ts';

export const gradcheckError = new PyClass(
	'GradcheckError',
	[exceptionClasses.get('RuntimeError')!],
	'torch.autograd.gradcheck',
	true
);

/** A failed check: the one error that `raise_exception=False` turns into False. */
export function failure(rt: Runtime, message: string, hint?: string): PythonError {
	const instance = new PyInstance(gradcheckError);
	instance.fields.set('args', new PyTuple([message]));
	return new PythonError(gradcheckError.name, message, rt.at, hint, instance);
}

export function isFailure(error: unknown): boolean {
	return error instanceof PythonError && error.raised?.cls === gradcheckError;
}

export function requireThat(rt: Runtime, holds: boolean, message: string): void {
	if (!holds) throw new PythonError('AssertionError', message, rt.at);
}

export function unsupported(rt: Runtime, argument: string, why: string): PythonError {
	const message = `${argument}=True is not part of the language: ${why}`;
	return new PythonError('NotSupportedError', message, rt.at, `leave ${argument} out`);
}
