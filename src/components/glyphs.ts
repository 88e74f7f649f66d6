/** Letters that only some steps need: their fonts come before those steps do. */

/** By face: letters from the parts of it that the page does not begin with. */
const LATER = {
	'Inter Variable': 'ᵀΣ⁻',
	'JetBrains Mono Variable': 'ᵀΣ∂'
} as const;

/**
 * Fetches them. A font that arrives has the browser lay out all text anew, which in the midst of
 * playing is felt as a jerk. What cannot be had is tried again by whatever needs it.
 */
export async function fetchGlyphs(): Promise<void> {
	const faces = Object.entries(LATER);
	await Promise.allSettled(faces.map(([face, text]) => document.fonts.load(`1em "${face}"`, text)));
}
