/** What `npm run oracle -- …` was asked for. */
import { parseArgs } from 'node:util';

export interface Options {
	readonly seed: number;
	readonly programs: number;
	/** How many kinds of differences to shrink to their smallest program. */
	readonly shrink: number;
}

export const USAGE = `npm run oracle -- [--seed N] [--programs N] [--shrink N]

Runs random PyTorch programs and the lessons here and in PyTorch, and compares all that they leave.
  --seed N      where the generator of programs starts (default: from the clock, and printed)
  --programs N  how many programs (default 2000)
  --shrink N    kinds of differences of which the smallest program is sought (default 3)
PYTHON names a Python with torch; else python3 and /usr/bin/python3 are tried.
`;

function whole(name: string, text: string | undefined, otherwise: number): number {
	if (text === undefined) return otherwise;
	if (!/^\d+$/.test(text)) throw new RangeError(`--${name} takes a whole number, not ${text}`);
	return Number(text);
}

/** Throws an error that says what is wrong with the arguments; null for --help. */
export function readOptions(args: readonly string[]): Options | null {
	const { values } = parseArgs({
		args: [...args],
		options: {
			seed: { type: 'string' },
			programs: { type: 'string' },
			shrink: { type: 'string' },
			help: { type: 'boolean' }
		}
	});
	if (values.help) return null;
	return {
		seed: whole('seed', values.seed, Date.now() % 2 ** 31),
		programs: whole('programs', values.programs, 2000),
		shrink: whole('shrink', values.shrink, 3)
	};
}
