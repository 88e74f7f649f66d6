/** The order in which CPython goes through a set: for ints it shows, for anything else it is chance. */
import type { PySet } from './objects.ts';
import type { Value } from './values.ts';

/** The items of a set in CPython's order where they are small ints, else in the order of their adding. */
export function inOrder({ entries }: PySet): readonly Value[] {
	const items = [...entries.values()];
	const slots = slotsFor(items.length);
	const fit = items.every((item) => typeof item === 'bigint' && item >= 0n && item < BigInt(slots));
	return fit ? items.sort((a, b) => Number(a) - Number(b)) : items;
}

/** Slots of the table after adding `count` items one by one: it grows fourfold when 3/5 full. */
function slotsFor(count: number): number {
	let slots = 8;
	for (let used = 1; used <= count; used++) {
		if (used * 5 < (slots - 1) * 3) continue;
		const least = used > 50_000 ? used * 2 : used * 4;
		while (slots <= least) slots *= 2;
	}
	return slots;
}
