/** How many of the decisions differ between kink signatures, as a perturbation gives them. */

/** Signs of branch arguments stand one beside the other, everything else between commas. */
const SIGNS = /^[+\-0]+$/;

/** Of one place and of another. */
export function countFlips(before: string, after: string): number {
	if (before === after) return 0;
	const [one, other] = [before, after].map(partsOf);
	let count = 0;
	for (let i = 0; i < one.length; i++) {
		if (one[i] === other[i]) continue;
		if (SIGNS.test(one[i]) && one[i].length === other[i].length) {
			for (let at = 0; at < one[i].length; at++) count += Number(one[i][at] !== other[i][at]);
		} else count++;
	}
	return count;
}

/** Branch arguments that are 0 at a place, and not at both of two places beside it. */
export function countLeft(at: string, left: string, right: string): number {
	const [own, one, other] = [at, left, right].map(partsOf);
	let count = 0;
	own.forEach((signs, k) => {
		if (!SIGNS.test(signs)) return;
		for (let i = 0; i < signs.length; i++) {
			if (signs[i] === '0' && (one[k][i] !== '0' || other[k][i] !== '0')) count++;
		}
	});
	return count;
}

function partsOf(signature: string): string[] {
	return signature.split(/[|,]/);
}
