/** What the bench says of many numbers. */

export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** The value that the part `q` of all lies at or below, between neighbours by line; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const place = q * (sorted.length - 1);
	const low = Math.floor(place);
	const high = Math.ceil(place);
	return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}
