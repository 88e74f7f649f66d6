/** How much an operation goes through that looks at all of a value: what it costs of the budget. */
import { PySet } from './objects.ts';
import { PyDict, PyList, PyTuple, type Value } from './values.ts';

/** Items of a container with those of the lists directly inside it, characters of a text; else 0. */
export function reachOf(value: Value): number {
	if (!(value instanceof PyList || value instanceof PyTuple)) return own(value);
	let reach = 0;
	for (const item of value.items) reach += 1 + own(item);
	return reach;
}

function own(value: Value): number {
	// a hundred characters are gone through in the time of a few items
	if (typeof value === 'string') return value.length / 32;
	if (value instanceof PyList || value instanceof PyTuple) return value.items.length;
	return value instanceof PyDict || value instanceof PySet ? value.entries.size : 0;
}
