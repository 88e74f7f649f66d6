/**
 * Runs evaluations that call one another without nesting on our own stack: what a lesson calls
 * may be as deep as Python lets it be, in a browser's worker too.
 */
import type { Evaluation, Value } from './values.ts';

/** The same evaluation, its calls run from here; every other need is passed on. */
export function* flatten<T>(evaluation: Evaluation<T>): Evaluation<T> {
	const callers: Evaluation<unknown>[] = [];
	let current: Evaluation<unknown> = evaluation;
	let proceed = () => current.next();
	for (;;) {
		let result;
		try {
			result = proceed();
		} catch (error) {
			const caller = callers.pop();
			if (!caller) throw error;
			current = caller;
			proceed = () => current.throw(error);
			continue;
		}
		let answer: Value | void;
		if (result.done) {
			const caller = callers.pop();
			if (!caller) return result.value as T;
			current = caller;
			answer = result.value as Value;
		} else if (result.value.call) {
			callers.push(current);
			current = result.value.call;
		} else {
			answer = yield result.value;
		}
		proceed = () => current.next(answer);
	}
}

/** Asks the trampoline to run `call`, and gives what it returns. */
export function* called(call: Evaluation<Value>): Evaluation<Value> {
	return (yield { ids: [], call }) as Value;
}
