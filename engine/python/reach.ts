/** How much an operation goes through that looks at all of a value: what it costs of the budget. */
import { PySet } from './objects.ts';
import { PyDict, PyList, PyTuple, type Value } from './values.ts';

/** Items of a container with those of the lists directly inside it, characters of a text; else 0. */
export function reachOf(value: Value): number {
	if (!(value instanceof PyList || value instanceof PyTuple)) return ownReach(value);
	let reach = 0;
	for (const item of value.items) reach += 1 + ownReach(item);
	return reach;
}

/** The same without what its items hold. */
export function ownReach(value: Value): number {
	// characters are gone through faster than items are
	if (typeof value === 'string') return value.length / 4;
	if (value instanceof PyList || value instanceof PyTuple) return value.items.length;
	return value instanceof PyDict || value instanceof PySet ? value.entries.size : 0;
}
