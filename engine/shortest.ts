/** The number of fewest decimal digits that float32 reads as `value`. */
export function shortestFloat32(value: number): number {
	if (value === 0) return value;
	for (let digits = 1; digits < 9; digits++) {
		const short = Number(value.toPrecision(digits));
		if (Math.fround(short) === Math.fround(value)) return short;
	}
	return Number(value.toPrecision(9));
}
