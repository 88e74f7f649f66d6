/**
 * Compares what two runs printed: the words exactly, each number to one unit of its last printed
 * digit (where rounding tips a digit over) and to what rounding explains in the program's tensors.
 */
/** The factor of the oracle's pass rule, for numbers whose tensors have gone by. */
const UNITS = 64;

const NUMBER = /-?\d+(?:\.\d*)?(?:e[+-]?\d+)?/g;

/** What one unit of the last printed digit is worth. */
function lastDigit(text: string): number {
	const [digits, exponent = '0'] = text.split('e');
	const places = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
	return places === 0 && !text.includes('e') && !text.includes('.')
		? 0
		: 10 ** (Number(exponent) - places);
}

function numbersAgree(ours: string, theirs: string, slack: number): boolean {
	if (ours === theirs) return true;
	const digit = Math.max(lastDigit(ours), lastDigit(theirs));
	if (digit === 0) return false;
	const [a, b] = [Number(ours), Number(theirs)];
	// the decimals are themselves rounded binary numbers, and those of a float32
	const own = UNITS * 2 ** -24 * Math.abs(b);
	return Math.abs(a - b) <= digit + slack + own;
}

/** The sentence that says where the texts part; null where they say the same. */
export function textDifference(ours: string, theirs: string, slack: number): string | null {
	const [a, b] = [ours, theirs].map((text) => text.trimEnd());
	if (a === b) return null;
	const [linesOurs, linesTheirs] = [a, b].map((text) => text.split('\n'));
	for (let i = 0; i < Math.max(linesOurs.length, linesTheirs.length); i++) {
		const [x, y] = [linesOurs[i] ?? '', linesTheirs[i] ?? ''];
		if (!linesAgree(x, y, slack)) return `line ${i + 1} printed: “${x}”, PyTorch “${y}”`;
	}
	return null;
}

function linesAgree(ours: string, theirs: string, slack: number): boolean {
	if (ours === theirs) return true;
	const words = (line: string) => line.replaceAll(NUMBER, '#').replaceAll(/\s+/g, ' ');
	const numbers = (line: string) => line.match(NUMBER) ?? [];
	const [a, b] = [numbers(ours), numbers(theirs)];
	if (words(ours) !== words(theirs) || a.length !== b.length) return false;
	return a.every((each, i) => numbersAgree(each, b[i], slack));
}
