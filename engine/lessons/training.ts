/**
 * How a program with a bug in it trained, beside the one without: decided by the two losses alone.
 * The measure is the way down in powers of ten of the loss, as a logarithmic plot shows it: of the way
 * that the right program's loss comes down, from its first to its last, how much the other's does.
 */

/**
 * same: the same losses to the last bit. as-well: down as far, or further. less: down, but not as far.
 * hardly: about where it began. worse: above where it began, or no longer finite.
 */
export type Training = 'same' | 'as-well' | 'less' | 'hardly' | 'worse';

export interface TrainingOutcome {
	readonly training: Training;
	/** Part of the right program's way; below 0 where the loss rose, −∞ where it overflowed. */
	readonly share: number;
}

/**
 * Where the words change: there is no sharp bound between them, and no run decides one. A tenth of the
 * way is what one can tell on the plot at a glance: as near to the end, as near to the start.
 */
export const AS_WELL = 0.9;
export const HARDLY = 0.1;

/**
 * Null where there is nothing to compare with: fewer than two losses, or the right program's does not
 * fall, or not where a logarithm could measure it.
 */
export function outcomeOf(
	right: readonly number[],
	bugged: readonly number[]
): TrainingOutcome | null {
	const [first, last] = [right[0], right[right.length - 1]];
	if (right.length < 2 || bugged.length < 2 || !right.every(Number.isFinite) || !(last < first))
		return null;
	const isSame = right.length === bugged.length && right.every((loss, i) => loss === bugged[i]);
	if (isSame) return { training: 'same', share: 1 };
	if (!bugged.every(Number.isFinite)) return { training: 'worse', share: -Infinity };
	const share = shareOf(right, bugged);
	if (!Number.isFinite(share)) return null;
	if (share >= AS_WELL) return { training: 'as-well', share };
	if (share >= HARDLY) return { training: 'less', share };
	return { training: bugged[bugged.length - 1] < bugged[0] ? 'hardly' : 'worse', share };
}

function shareOf(right: readonly number[], bugged: readonly number[]): number {
	// zero has no logarithm: the smallest loss that either shows stands for it
	const least = Math.min(...[...right, ...bugged].filter((loss) => loss > 0));
	const way = (losses: readonly number[]) =>
		Math.log(Math.max(losses[0], least) / Math.max(losses[losses.length - 1], least));
	return way(bugged) / way(right);
}
