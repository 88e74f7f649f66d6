/** Sizes that do not depend on the graph: type, gaps, tile sides. Three densities, from roomy to phone. */

export interface Density {
	readonly name: 'roomy' | 'medium' | 'compact';
	/** Font sizes: names, everything else. */
	readonly large: number;
	readonly small: number;
	/** Shape behind the name, or under it. */
	readonly lines: 1 | 2;
	/** The name of the step at work beside a gradient's dots. */
	readonly recipe: boolean;
	/** Length of an arrow on each side of a chip. */
	readonly arrow: number;
	readonly side: readonly [least: number, most: number];
	/** A cell whose number is written out; null where none is. */
	readonly cell: readonly [width: number, height: number] | null;
	/** Leaves of one op stand one over the other, not side by side. */
	readonly stacked: boolean;
	/** Between a parameter and its gradient. */
	readonly beside: number;
	/** Above the path, for the links that come down and the gradients that go up. */
	readonly lift: number;
}

export const DENSITIES: readonly Density[] = [
	{
		...{ name: 'roomy', large: 15.5, small: 13.5, lines: 1, recipe: true, arrow: 26 },
		...{ side: [28, 150], cell: [48, 32], beside: 42, lift: 48, stacked: false }
	},
	{
		...{ name: 'medium', large: 15, small: 12.5, lines: 2, recipe: false, arrow: 18 },
		...{ side: [26, 124], cell: [46, 28], beside: 32, lift: 46, stacked: false }
	},
	{
		...{ name: 'compact', large: 18, small: 15, lines: 2, recipe: false, arrow: 16 },
		...{ side: [24, 84], cell: [48, 30], beside: 26, lift: 50, stacked: false }
	}
];

/** `density` for readers farther away: all that is read grows by `factor`, and what keeps it apart. */
export function enlarged(density: Density, factor: number): Density {
	if (factor === 1) return density;
	const { large, small, beside, arrow, cell } = density;
	return {
		...density,
		...{ large: large * factor, small: small * factor, arrow: arrow * Math.sqrt(factor) },
		beside: beside * factor,
		cell: cell && [cell[0] * factor, cell[1] * factor]
	};
}

/** Baselines of labels stand this far off the matrix, clear of its selection ring. */
export const LABEL_GAP = 11;

/** Every label is set in the mono face, whose advance is 0.6 em. */
export function textWidth(text: string, size: number): number {
	return [...text].length * size * 0.6;
}

/** Extents up to this one are drawn cell by cell with their numbers, if the whole graph has no larger. */
export const READABLE = 8;

/** The side of a tile for `extent`: logarithmic from `least` at 1 to `most` at 1000. */
export function sideOf(extent: number, [least, most]: Density['side']): number {
	const part = Math.min(1, Math.log10(Math.max(1, extent)) / 3);
	return Math.round(least + (most - least) * part);
}
