// Arrow keys among things of which only one is a stop of the Tab key.
const KEYS = {
	vertical: { ArrowDown: 1, ArrowUp: -1 },
	horizontal: { ArrowRight: 1, ArrowLeft: -1 }
} as const;

/** The neighbour of `from` that the key asks for; null where the key is not for it, or at the end. */
export function rove<Stop>(
	event: KeyboardEvent,
	stops: readonly Stop[],
	from: Stop | undefined,
	way: keyof typeof KEYS
): Stop | null {
	if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
	const turn: number | undefined = (KEYS[way] as Readonly<Record<string, number>>)[event.key];
	if (turn === undefined || from === undefined) return null;
	return stops[stops.indexOf(from) + turn] ?? null;
}
