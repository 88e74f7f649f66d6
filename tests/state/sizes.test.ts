import { describe, expect, it } from 'vitest';
import { createReferenceBackend, createSession, type Trace } from '../../engine/index.ts';
import type { SeedId } from '../../engine/lessons/lesson.ts';
import { lessons } from '../../engine/lessons/lessons.ts';
import { createModel } from '../../src/scene/model.ts';
import { namedNumbers, namedSizes } from '../../src/state/source.ts';
import * as sizes from '../../src/state/sizes.ts';

async function run(id: SeedId, overrides: Readonly<Record<string, number>>) {
	const { source } = lessons[id];
	const options = { seed: 0, dtype: 'float32', overrides } as const;
	const session = await createSession(source, options, createReferenceBackend());
	const trace = (await session.trace(0))!;
	const model = createModel(trace, { dims: namedSizes(namedNumbers(source), overrides) });
	return { trace, model };
}

/** What an iteration really holds and multiplies on its way forward. */
function measured({ graph, steps }: Trace): { count: number; products: number } {
	const size = (id: number) => graph.nodes[id].shape.reduce((a, b) => a * b, 1);
	const forward = steps.filter(({ phase }) => phase === 'forward').map(({ node }) => node);
	const products = forward
		.filter((id) => graph.nodes[id].op === 'mm')
		.map((id) => size(id) * graph.nodes[graph.nodes[id].inputs[0]].shape[1]);
	return {
		count: Math.max(...graph.nodes.map(({ id }) => size(id))),
		products: products.reduce((a, b) => a + b, 0)
	};
}

describe('readNumber', () => {
	it.each([
		['64', true, 64],
		[' 1 000 ', true, 1000],
		['4096', true, 4096],
		['1e3', true, 1000],
		['1e-6', false, 1e-6],
		['.5', false, 0.5],
		['0', false, 0]
	] as const)('takes %j', (text, isWhole, value) => {
		expect(sizes.readNumber(text, isWhole)).toEqual({ value, problem: null });
	});

	it.each([
		['', true, 'empty'],
		['   ', false, 'empty'],
		['ten', true, 'not-a-number'],
		['NaN', false, 'not-a-number'],
		['0x10', true, 'not-a-number'],
		['1,5', false, 'not-a-number'],
		['2.5', true, 'not-whole'],
		['0', true, 'below-one'],
		['-3', true, 'below-one'],
		['−3', true, 'below-one'],
		['4097', true, 'too-large'],
		['1e999', false, 'infinite'],
		['-1e-3', false, 'negative']
	] as const)('refuses %j', (text, isWhole, kind) => {
		const { value, problem } = sizes.readNumber(text, isWhole);
		expect([value, problem?.kind]).toEqual([null, kind]);
	});
});

describe('loadOf', () => {
	it.each([
		['manual', { N: 5, D_in: 7, H: 9, D_out: 2 }],
		['autograd', { N: 1, D_in: 1, H: 1, D_out: 1 }],
		['manual', { N: 1, D_in: 3, H: 1, D_out: 3 }],
		['autograd', { N: 6, D_in: 6, H: 6, D_out: 6 }]
	] as const)('tells from any run of %s what another with %o holds', async (id, wanted) => {
		const really = measured((await run(id, wanted)).trace);
		for (const overrides of [lessons[id].tiny, { N: 1, D_in: 2, H: 1, D_out: 2 }, wanted]) {
			const { trace, model } = await run(id, overrides);
			const { largest, products } = sizes.loadOf(trace, model, wanted);
			expect({ count: largest.count, products }).toEqual(really);
		}
	});

	it('names the largest tensor', async () => {
		const { trace, model } = await run('manual', lessons.manual.tiny);
		const at = (wanted: Readonly<Record<string, number>>) =>
			sizes.loadOf(trace, model, wanted).largest;
		expect(at({ N: 64, D_in: 1000, H: 100, D_out: 10 })).toEqual({ label: 'w1', count: 100_000 });
		expect(at({ N: 512, D_in: 2000, H: 4, D_out: 2 })).toEqual({ label: 'x', count: 1_024_000 });
	});
});

describe('overload', () => {
	const load = (count: number, products: number) => ({ largest: { label: 'x', count }, products });

	it('begins one number and one multiplication past the most', () => {
		expect(sizes.overload(load(sizes.MOST_NUMBERS, sizes.MOST_PRODUCTS))).toBeNull();
		expect(sizes.overload(load(sizes.MOST_NUMBERS + 1, 0))).toMatchObject({
			kind: 'too-many',
			label: 'x'
		});
		expect(sizes.overload(load(1, sizes.MOST_PRODUCTS + 1))).toEqual({
			kind: 'too-slow',
			times: 2
		});
	});
});

describe('stops and steps', () => {
	it('every stop is within reach of the field', () => {
		for (const stop of sizes.stopsFor(true)) {
			expect(sizes.readNumber(String(stop), true).value).toBe(stop);
		}
		expect(sizes.nearestStop(61, sizes.stopsFor(true))).toBe(sizes.stopsFor(true).indexOf(64));
		expect(sizes.nearestStop(0, sizes.stopsFor(false))).toBe(0);
	});

	it('a size goes by one within its limits, a rate by ten without a tail of nines', () => {
		expect(sizes.neighbour(1, true, -1)).toBe(1);
		expect(sizes.neighbour(64, true, 1)).toBe(65);
		let rate = 1e-8;
		for (const text of ['1e-7', '1e-6', '1e-5', '1e-4', '0.001', '0.01', '0.1']) {
			rate = sizes.neighbour(rate, false, 1);
			expect(sizes.numberText(rate)).toBe(text);
		}
		expect(sizes.neighbour(0, false, 1)).toBe(1e-8);
	});
});

describe('choiceFor', () => {
	const numbers = namedNumbers(lessons.manual.source);
	const own = Object.fromEntries(numbers.map(({ name, value }) => [name, value]));
	const choice = (values: Readonly<Record<string, number>>) =>
		sizes.choiceFor(lessons.manual, numbers, { ...own, ...values });

	it('calls numbers that have a name by it', () => {
		expect(choice({})).toEqual({ size: 'own', custom: {} });
		expect(choice(lessons.manual.tiny)).toEqual({ size: 'tiny', custom: {} });
	});

	it('else keeps those that differ from the lesson’s', () => {
		expect(choice({ N: 3, learning_rate: 1e-3 })).toEqual({
			size: 'custom',
			custom: { N: 3, learning_rate: 1e-3 }
		});
	});
});
