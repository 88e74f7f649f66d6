/** What this browser remembers of the reader's choices, where it remembers anything at all. */

/** src/app.html reads some of the same keys before the first paint. */
const PREFIX = 'backprop-explorer:';

/** What was kept under `name` by an earlier visit; null where nothing was, or nothing may be. */
export function recall(name: string): string | null {
	try {
		return localStorage.getItem(PREFIX + name);
	} catch {
		return null; // a browser that keeps nothing
	}
}

export function keep(name: string, value: string): void {
	try {
		localStorage.setItem(PREFIX + name, value);
	} catch {
		// then the choice lasts as long as the page
	}
}
