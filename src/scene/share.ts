/**
 * What has not changed stays the same object. Frame after frame most of the picture is as it was;
 * whoever is told so by identity need not look, let alone draw.
 */

function isPlain(value: object): boolean {
	return Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * `after`, with everything in it that equals its place in `before` replaced by what was there, and
 * `before` itself where all of it does. Looks into plain objects, arrays, maps and sets as far as
 * `depth` levels down; anything else is the same only if it is identical.
 */
export function share<T>(before: unknown, after: T, depth = Infinity): T {
	if (Object.is(before, after) || depth === 0) return after;
	if (typeof before !== 'object' || typeof after !== 'object' || !before || !after) return after;
	if (Array.isArray(after)) {
		return Array.isArray(before) ? (shareArray(before, after, depth) as T) : after;
	}
	if (after instanceof Map) {
		return before instanceof Map ? (shareMap(before, after, depth) as T) : after;
	}
	if (after instanceof Set) {
		const isSame = before instanceof Set && before.size === after.size;
		return isSame && [...after].every((each) => before.has(each)) ? (before as T) : after;
	}
	return isPlain(before) && isPlain(after) ? (shareObject(before, after, depth) as T) : after;
}

function shareArray(before: readonly unknown[], after: readonly unknown[], depth: number) {
	let isSame = before.length === after.length;
	const shared = after.map((each, i) => {
		const kept = share(before[i], each, depth - 1);
		isSame &&= Object.is(kept, before[i]);
		return kept;
	});
	return isSame ? before : shared;
}

function shareMap(
	before: ReadonlyMap<unknown, unknown>,
	after: ReadonlyMap<unknown, unknown>,
	depth: number
) {
	let isSame = before.size === after.size;
	const shared = new Map<unknown, unknown>();
	for (const [key, each] of after) {
		const kept = share(before.get(key), each, depth - 1);
		isSame &&= before.has(key) && Object.is(kept, before.get(key));
		shared.set(key, kept);
	}
	return isSame ? before : shared;
}

function shareObject(before: object, after: object, depth: number) {
	const [old, now] = [before, after] as Record<string, unknown>[];
	const keys = Object.keys(now);
	let isSame = Object.keys(old).length === keys.length;
	const shared: Record<string, unknown> = {};
	for (const key of keys) {
		shared[key] = share(old[key], now[key], depth - 1);
		isSame &&= key in old && Object.is(shared[key], old[key]);
	}
	return isSame ? before : shared;
}

/** `make`, sharing with what it made last: for one thing that is made again and again. */
export function sharing<T>(make: () => T, depth?: number): () => T {
	let last: T | undefined;
	return () => (last = share(last, make(), depth));
}
