/** The pattern of an error in the words of the shell. */
import type { Pattern } from '../check/pattern.ts';

/** `other` is what the tensor was compared with. */
export function showPattern(pattern: Pattern, other: string): string {
	switch (pattern.id) {
		case 'ratio':
			return pattern.kind === 'divided'
				? `every entry is ${other} divided by ${pattern.by.join(' · ')}`
				: `every entry is ${Number(pattern.ratio.toPrecision(6))} times ${other}`;
		case 'nothing':
			return 'every entry is 0';
		case 'zeros':
			return `${pattern.wrong} of ${pattern.total} entries are 0 and should not be`;
		case 'transposed':
			return `it is the transpose of ${other}`;
		case 'rows':
		case 'columns':
			return `only ${pattern.id} ${pattern.wrong.join(', ')} are wrong, and these throughout`;
		case 'gate':
			return `only the gate is wrong: ${pattern.passed} entries pass where it is shut, ${pattern.stopped} are stopped where it is open`;
	}
}
