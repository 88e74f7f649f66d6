/** The hue that a dimension keeps wherever it appears. */
const HUES = 6;

/** `index` into the model's dims; −1 (an axis of extent 1) has no hue. */
export function hueOf(index: number | undefined): string {
	return index === undefined || index < 0 ? 'var(--ink-3)' : `var(--dim-${index % HUES})`;
}
