/**
 * `npm run oracle`: thousands of random programs, the seed lessons and every built-in lesson, run
 * here and in the PyTorch of this machine, and compared number by number, word by word.
 */
import fc from 'fast-check';
import { programs } from '../support/torch-programs/programs.ts';
import { judge, type Found, type Verdict } from './judge.ts';
import { compareLessons } from './lessons.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { countBy, report } from './report.ts';
import { compareOnLesson, showOnLesson } from './rivals-lesson.ts';
import { compareCheckers, showCheckers } from './rivals.ts';
import { findPython, Torch } from './torch.ts';

/** The status of a machine without PyTorch, apart from that of a difference. */
const NO_TORCH = 3;

/** The smallest program that differs in this kind, as fast-check finds it. */
async function smallest(
	kind: Found['kind'],
	{ seed, programs: numRuns }: Options,
	judged: (source: string) => Promise<Verdict>
): Promise<string> {
	const agrees = fc.asyncProperty(programs, async ({ source }) => {
		const { differences } = await judged(source);
		return !differences.some((each) => each.kind === kind);
	});
	const { counterexample } = await fc.check(agrees, { seed, numRuns });
	const source = counterexample?.[0].source ?? '';
	const { differences } = await judged(source);
	const said = differences.filter((each) => each.kind === kind).map(({ what }) => what);
	return `${kind}\n  ${said.join('\n  ')}\n\n${source}`;
}

async function compare(options: Options, torch: Torch): Promise<boolean> {
	const cache = new Map<string, Promise<Verdict>>();
	const judged = (source: string) => {
		if (!cache.has(source)) cache.set(source, judge(torch, source));
		return cache.get(source)!;
	};
	const verdicts: Verdict[] = [];
	for (const { source } of fc.sample(programs, { seed: options.seed, numRuns: options.programs })) {
		verdicts.push(await judged(source));
	}
	report(verdicts);
	const kinds = countBy(verdicts.flatMap(({ differences }) => differences.map(({ kind }) => kind)));
	for (const [kind] of [...kinds].slice(0, options.shrink)) {
		console.log(`\nSmallest program that differs: ${await smallest(kind, options, judged)}`);
	}
	const lessonsAgree = await compareLessons(torch);
	return lessonsAgree && kinds.size === 0;
}

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	if (!options) {
		console.log(USAGE);
		return 0;
	}
	const python = findPython();
	if (!python) {
		console.error('No Python here can import torch. Name one with PYTHON=/path/to/python.');
		return NO_TORCH;
	}
	const torch = await Torch.open(python);
	try {
		console.log(`PyTorch ${torch.version} (${python}), seed ${options.seed}`);
		const agrees = await compare(options, torch);
		console.log(`\nWrong gradients caught\n${showCheckers(await compareCheckers(python))}`);
		console.log(`\nOf w1 in lesson 1\n${showOnLesson(await compareOnLesson(python))}`);
		return agrees ? 0 : 1;
	} finally {
		torch.close();
	}
}

process.exitCode = await main();
