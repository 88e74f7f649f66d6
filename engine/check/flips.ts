/** How many of the decisions in two kink signatures differ. */

/** Signs of branch arguments stand one beside the other, everything else between commas. */
const SIGNS = /^[+\-0]+$/;

/** `signature` as a perturbation gives it, and the same of another place. */
export function countFlips(before: string, after: string): number {
	if (before === after) return 0;
	const [one, other] = [before, after].map((signature) => signature.split(/[|,]/));
	let count = 0;
	for (let i = 0; i < one.length; i++) {
		if (one[i] === other[i]) continue;
		if (SIGNS.test(one[i]) && one[i].length === other[i].length) {
			for (let at = 0; at < one[i].length; at++) count += Number(one[i][at] !== other[i][at]);
		} else count++;
	}
	return count;
}
