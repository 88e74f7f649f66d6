/** What one run hands on to the next, so that nothing vanishes while that loads. */
import type { CheckReport, Trace } from '#engine';
import type { LossRecord } from './losses.ts';

export interface Carry {
	readonly trace: Trace;
	/** The named sizes that it ran with. */
	readonly sizes: Readonly<Record<string, number>>;
	readonly losses?: LossRecord;
	/** What was checked last. */
	readonly report?: CheckReport | null;
}
