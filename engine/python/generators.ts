/** Generators: functions of the lesson with `yield`, and generator expressions. */
import { PyIterator } from './objects.ts';
import type { Runtime } from './runtime.ts';
import { flatten } from './trampoline.ts';
import type { Evaluation, Value } from './values.ts';

/** An iterator over what `body` yields; it runs as far as the next value that is asked for. */
export function generator(rt: Runtime, body: Evaluation<Value>): PyIterator {
	const run = flatten(body);
	let running = false;
	/** The frame in which it stopped. */
	let inside: Runtime['frame'] = null;
	let over = false;
	return new PyIterator('generator', function* () {
		if (over || running) return undefined;
		const { at, frame, depth } = rt;
		const { provenance } = rt.builder;
		const { within } = provenance;
		running = true;
		if (inside) rt.frame = inside;
		try {
			let result = run.next();
			while (!result.done) {
				const { yielded } = result.value;
				if (yielded !== undefined) return yielded;
				result = run.next(yield result.value);
			}
			over = true;
			return undefined;
		} catch (error) {
			over = true;
			throw error;
		} finally {
			running = false;
			inside = rt.frame;
			Object.assign(rt, { at, frame, depth });
			provenance.within = within;
		}
	});
}
