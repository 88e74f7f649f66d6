/** The losses of a run so far, by iteration; immutable, NaN where not known. */
import type { Trace } from '#engine';

export class LossRecord {
	static readonly empty = new LossRecord([]);

	private constructor(readonly values: readonly number[]) {}

	/** The loss of one trace alone; empty where it has none. */
	static of(trace: Trace | null): LossRecord {
		if (!trace || trace.loss === null) return LossRecord.empty;
		return LossRecord.empty.with(trace.iteration, [trace.values[trace.loss].data[0]]);
	}

	/** The record with `losses` from iteration `from` on; negative iterations have no place in it. */
	with(from: number, losses: readonly number[]): LossRecord {
		if (from < 0 || losses.length === 0) return this;
		if (losses.every((loss, i) => Object.is(loss, this.values[from + i]))) return this;
		const values = this.values.slice();
		while (values.length < from) values.push(NaN);
		losses.forEach((loss, i) => (values[from + i] = loss));
		return new LossRecord(values);
	}

	get length(): number {
		return this.values.length;
	}

	at(iteration: number): number {
		return this.values[iteration] ?? NaN;
	}
}
