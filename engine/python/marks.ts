/** Marks what an evaluation makes, which may stop in between, as made within one call. */
import type { Mark } from '../graph.ts';
import type { Runtime } from './runtime.ts';
import type { Evaluation } from './values.ts';

export function* during<T>(rt: Runtime, mark: Mark, run: () => Evaluation<T>): Evaluation<T> {
	const { builder } = rt;
	const { within } = builder.provenance;
	builder.provenance.within = builder.callsWith({ at: rt.at, ...mark });
	try {
		return yield* run();
	} finally {
		builder.provenance.within = within;
	}
}
