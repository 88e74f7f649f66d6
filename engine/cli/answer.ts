/** One answer of the check in the words of the shell. */
import type { Answer, Dominant, ErrorSource, SlopeAnswer, WorstEntry } from '../check/report.ts';

export const WORD = { pass: 'pass', fail: 'FAIL', unknown: 'cannot tell' } as const;

export function showAnswer(
	{ verdict, worst, compared, total, reason, along, digits }: Answer & Partial<SlopeAnswer>,
	got: string,
	expected: string
): string {
	const head = [
		`${WORD[verdict]}${reason ? ` (${reason})` : ''}, ${compared} of ${total} entries`,
		...(along ? [`and ${along} directions of all`] : []),
		...(digits === undefined ? [] : [`to ${digits.toFixed(1)} digits`])
	].join(' ');
	if (!worst) return head;
	const { index, bound, dominates } = worst;
	const where = index.length > 0 ? `at [${index.join(', ')}]` : 'along a direction';
	const place = `worst ${where}: ${got} ${worst.got}, ${expected} ${worst.expected}`;
	const allowed = `rounding explains ${bound.toExponential(2)}`;
	const most = dominates ? `, mostly ${showDominant(dominates)}` : '';
	return `${head}; ${place}${showDistance(worst)}; ${allowed}${most}`;
}

function showDistance({ got, expected, ulps, units, cancellation }: WorstEntry): string {
	if (got === expected) return '';
	const parts = [
		...(ulps === undefined ? [] : [`${short(ulps)} ulps`]),
		...(units === undefined ? [] : [`${short(units)} rounding units`]),
		...(cancellation === undefined ? [] : [`cancellation ×${short(cancellation)}`])
	];
	return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

const short = (value: number) => Number(value.toPrecision(3));

function showDominant(dominant: Dominant): string {
	const { origin } = dominant;
	return `${showSource(dominant)}${origin ? `, which began as ${showSource(origin)}` : ''}`;
}

function showSource({ kind, node, name, terms = 0 }: ErrorSource): string {
	const where = name ?? (node === null ? 'reverse mode' : `node ${node}`);
	switch (kind) {
		case 'sum':
			return `the roundings of adding up ${terms} terms in ${where}`;
		case 'rounding':
			return `the rounding of ${where}`;
		case 'operand':
			return `the error of ${where}`;
		case 'branch':
			return `the branches that ${where} leaves undecided`;
		case 'underflow':
			return `what is too small for the format in ${where}`;
		case 'truncation':
			return 'the step';
		case 'loss':
			return 'the rounding of the loss';
		case 'gradient':
			return 'the rounding of the gradient';
	}
}
