/** The seed lessons and every built-in lesson, here and in PyTorch, by what they print. */
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { lessonCalled } from '#engine/lessons/gallery.ts';
import { GALLERY } from '#engine/lessons/lesson.ts';
import { runProgram } from '../support/outcome.ts';
import { seedLessons } from '../support/programs.ts';
import type { Torch } from './torch.ts';

/** Every number of a text, and the words between them. */
function parts(text: string): { words: string; numbers: number[] } {
	const number = /-?\d+(?:\.\d*)?(?:e[+-]?\d+)?/g;
	return {
		words: text.replaceAll(number, '#').replaceAll(/\s+/g, ' ').trim(),
		numbers: (text.match(number) ?? []).map(Number)
	};
}

/**
 * Training in float32 parts from training in float64 by far more than one step rounds, and
 * neither is wrong: a printed number may lie from the float64 one as far as PyTorch's own
 * float32 number does, times the 64 of the oracle's pass rule.
 */
const FACTOR = 64;

async function differenceOf(torch: Torch, source: string): Promise<string | null> {
	const [narrow, wide] = [
		await torch.run(source, 'float32', 0),
		await torch.run(source, 'float64', 0)
	];
	if (narrow.error) return `PyTorch: ${narrow.error.type}: ${narrow.error.message}`;
	for (const dtype of ['float64', 'float32'] as const) {
		const ours = await runProgram(source, dtype, 0, createReferenceBackend());
		if (ours.problem) return `${ours.problem.type}: ${ours.problem.message}`;
		const [a, b] = [parts(ours.printed), parts(wide.printed)];
		if (a.words !== parts((dtype === 'float64' ? wide : narrow).printed).words)
			return `${dtype}: other words than PyTorch's`;
		const reach = reachSoFar(parts(narrow.printed).numbers, b.numbers);
		const at = a.numbers.findIndex((x, i) => !within(x, b.numbers[i], dtype, reach[i]));
		if (at >= 0)
			return `${dtype}, number ${at} printed: ${a.numbers[at]}, PyTorch ${b.numbers[at]}`;
	}
	return null;
}

/** For each number the largest distance, up to it, of PyTorch's float32 from its float64, relatively. */
function reachSoFar(narrow: readonly number[], wide: readonly number[]): number[] {
	let most = 0;
	return narrow.map((x, i) => (most = Math.max(most, relative(x, wide[i]))));
}

function relative(x: number, y: number): number {
	return x === y ? 0 : Math.abs(x - y) / Math.abs(y);
}

function within(x: number, y: number, dtype: 'float32' | 'float64', reach: number): boolean {
	if (x === y) return true;
	const u = dtype === 'float64' ? 2 ** -53 : 2 ** -24;
	return relative(x, y) <= FACTOR * (dtype === 'float64' ? u : Math.max(u, reach));
}

/** Prints one line a lesson; true where all agree. */
export async function compareLessons(torch: Torch): Promise<boolean> {
	const all = seedLessons.map((source, i): [string, string] => [`seed lesson ${i + 1}`, source]);
	for (const id of ['manual', 'autograd', ...GALLERY] as const) {
		all.push([`lesson ${id}`, (await lessonCalled(id)).source]);
	}
	let agree = true;
	for (const [name, source] of all) {
		const difference = await differenceOf(torch, source);
		agree &&= difference === null;
		console.log(`${name}: ${difference ?? "PyTorch's numbers"}`);
	}
	return agree;
}
