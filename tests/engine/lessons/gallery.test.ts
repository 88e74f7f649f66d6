/**
 * The gallery beside real PyTorch (tests/fixtures/make/torch_lessons.py): the same lines, letter by
 * letter, and the same tensors. How far rounding carries a lesson is seen from PyTorch's own float32
 * beside its float64: ours may be as far off, give or take the order of its sums.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTrace } from '#engine/check/check.ts';
import { gallery } from '#engine/lessons/gallery.ts';
import { GALLERY } from '#engine/lessons/lesson.ts';
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { openSession } from '#engine/session.ts';
import { sizeOf, type FloatType } from '#engine/tensor.ts';
import type { Trace } from '#engine/trace.ts';
import { PyTensor } from '#engine/python/variable.ts';
import { valueOf } from '../../support/lesson.ts';

interface Golden {
	readonly id: string;
	readonly source: string;
	readonly printed: readonly string[];
	/** By name: every floating tensor at the end of the lesson, and its gradient as `w.grad`. */
	readonly tensors: Readonly<
		Record<
			string,
			{
				readonly shape: readonly number[];
				readonly float64: readonly (number | string)[];
				readonly float32: readonly (number | string)[];
			}
		>
	>;
}

const golden = JSON.parse(
	readFileSync(new URL('../../fixtures/torch-lessons.json', import.meta.url), 'utf8')
) as Golden[];

async function finished(source: string, dtype: FloatType) {
	const session = openSession(source, { seed: 0, dtype }, createReferenceBackend());
	await session.start();
	const printed = [...session.info.printed];
	const last = (session.info.total ?? 1) - 1;
	printed.push(...(await session.advance(last)).printed);
	const trace = await session.trace(last);
	printed.push(...(trace?.printed ?? []), ...session.takePrinted());
	const after = await session.advance(1);
	printed.push(...after.printed);
	expect(after.done).toBe(true);
	return { session, trace, printed: printed.flatMap((each) => each.split('\n')) };
}

type Finished = Awaited<ReturnType<typeof finished>>;

/** The numbers of a tensor, or a gradient, at the end; of what the last pass made, from its trace. */
async function numbersOf({ session, trace }: Finished, name: string): Promise<readonly number[]> {
	const isGradient = name.endsWith('.grad');
	const found = session.runtime.globals.names.get(isGradient ? name.slice(0, -5) : name);
	const tensor = found instanceof PyTensor ? (isGradient ? found.grad : found) : null;
	if (!tensor) return [...valueOf(trace!, name).data];
	await session.read([tensor.node.id]);
	return [...session.runtime.host(tensor.node.id).data];
}

/** An infinity stands as a word. */
const read = (data: readonly (number | string)[]) => data.map(Number);

const distance = (a: readonly number[], b: readonly number[]) =>
	Math.max(0, ...a.map((value, i) => (value === b[i] ? 0 : Math.abs(value - b[i]))));

/** Largest finite magnitude, at least 1: what a unit in the last place is measured by. */
const sizeOfNumbers = (values: readonly number[]) =>
	Math.max(1, ...values.filter(Number.isFinite).map(Math.abs));

describe('the gallery', () => {
	it('has a golden run of each lesson, of the source as it is', async () => {
		const sources = await Promise.all(
			GALLERY.map(async (id) => [id, (await gallery[id]()).source] as const)
		);
		const known = new Map(golden.map(({ id, source }) => [id, source]));
		expect([...known.keys()].sort()).toEqual([...GALLERY].sort());
		for (const [id, source] of sources) expect(known.get(id)).toBe(source);
	});

	it('calls each lesson by its id, and its file alike', async () => {
		for (const id of GALLERY) {
			const lesson = await gallery[id]();
			expect([lesson.id, lesson.file]).toEqual([id, `${id.replaceAll('-', '_')}.py`]);
		}
	});
});

describe.each(golden)('lesson $id', ({ source, printed, tensors }) => {
	it('prints what it prints in PyTorch, letter by letter', async () => {
		expect((await finished(source, 'float32')).printed).toEqual(printed);
	});

	// in float64 other random numbers are drawn: only what is written out can be compared
	const types = /rand|nn\./.test(source)
		? (['float32'] as const)
		: (['float32', 'float64'] as const);
	it.each(types)('leaves the tensors of PyTorch in %s', async (dtype) => {
		const run = await finished(source, dtype);
		const names = Object.keys(tensors).filter((name) => !name.startsWith('net.'));
		expect(names.length).toBeGreaterThan(0);
		for (const name of names) {
			const { shape } = tensors[name];
			const [float32, float64] = [tensors[name].float32, tensors[name].float64].map(read);
			const ours = await numbersOf(run, name);
			expect([name, ours.length]).toEqual([name, sizeOf(shape)]);
			const theirs = distance(float32, float64);
			// what the lesson makes of a rounding error of float32, scaled to float64's 53 bits from 24
			const grown = dtype === 'float32' ? theirs : theirs * 2 ** -29;
			const unit = sizeOfNumbers(float64) * (dtype === 'float32' ? 2 ** -22 : 2 ** -49);
			expect([name, distance(ours, float64) <= 8 * grown + unit]).toEqual([name, true]);
		}
	});

	it(
		'claims gradients that all pass the check, in its first three iterations',
		{ timeout: 60_000 },
		async () => {
			const session = openSession(source, { seed: 0, dtype: 'float32' }, createReferenceBackend());
			await session.start();
			const traces: Trace[] = [];
			for (let k = 0; k < Math.min(3, session.info.total ?? 3); k++) {
				const trace = await session.trace(k);
				if (trace) traces.push(trace);
			}
			expect(traces.length).toBeGreaterThan(0);
			for (const trace of traces) {
				const { rows } = checkTrace(trace);
				expect(rows.length).toBeGreaterThan(0);
				for (const { name, formula, slope, machine } of rows) {
					const verdicts = [formula, slope, machine].map(({ verdict }) => verdict);
					expect([name, ...verdicts]).toEqual([name, 'pass', 'pass', 'pass']);
				}
			}
		}
	);
});
