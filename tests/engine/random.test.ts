import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createGenerator, type Generator } from '#engine/random.ts';
import type { FloatType, Shape } from '#engine/tensor.ts';

type Call = (
	| { name: 'randn' | 'rand'; arguments: [Shape, FloatType] }
	| { name: 'randint'; arguments: [number, number, Shape] }
	| { name: 'randperm'; arguments: [number] }
	| { name: 'bernoulli'; arguments: [Shape, number] }
) &
	({ values: number[] } | { values?: undefined; head: number[]; sha256: string });

const { cases } = JSON.parse(
	readFileSync(new URL('../fixtures/torch-random.json', import.meta.url), 'utf8')
) as { cases: { seed: number; calls: Call[] }[] };

/** The fixture names a float32 by its shortest digits, so it is read back as one. */
function wanted({ arguments: [, dtype] }: Call, values: number[]): number[] {
	return dtype === 'float32' ? values.map(Math.fround) : values;
}

function perform(generator: Generator, call: Call): number[] {
	switch (call.name) {
		case 'randint':
			return Array.from(generator.randint(...call.arguments).data);
		case 'randperm':
			return Array.from(generator.randperm(...call.arguments).data);
		case 'bernoulli': {
			const [[size], p] = call.arguments;
			return Array.from({ length: size }, () => Number(generator.uniform('float64') < p));
		}
		default:
			return Array.from(generator[call.name](...call.arguments).data);
	}
}

function sha256(values: number[]): string {
	const bytes = new DataView(new ArrayBuffer(4 * values.length));
	values.forEach((value, i) => bytes.setFloat32(4 * i, value, true));
	return createHash('sha256').update(bytes).digest('hex');
}

/** Two units in the last place of the largest normal values (below 8): another libm's float64. */
const room = 2e-15;

function expectValues(call: Call, got: number[], torch: number[]): void {
	if (call.name !== 'randn' || call.arguments[1] === 'float32') return expect(got).toEqual(torch);
	expect(got).toHaveLength(torch.length);
	const worst = torch.reduce((most, v, i) => Math.max(most, Math.abs(v - got[i])), 0);
	expect(worst).toBeLessThanOrEqual(room);
}

describe.each(cases)(
	'a generator seeded with $seed gives the numbers of PyTorch',
	({ seed, calls }) => {
		const generator = createGenerator(seed);
		test.each(calls)('$name($arguments)', (call) => {
			const got = perform(generator, call);
			if (call.values) return expectValues(call, got, wanted(call, call.values));
			expect(got.slice(0, 8)).toEqual(wanted(call, call.head));
			expect(sha256(got)).toBe(call.sha256);
		});
	}
);

describe('normal values from uniforms that are all 0', () => {
	const zeros = { words: new Uint32Array(624), next: 0, spare: null };
	test.each(['float32', 'float64'] as const)('are 0 and not -0 in %s', (dtype) => {
		const { data } = createGenerator(zeros).randn([24], dtype);
		expect(Array.from(data)).toEqual(new Array(24).fill(0));
	});
});

describe('a generator made from state()', () => {
	test('goes on as the first one does, the cached normal value included', () => {
		const first = createGenerator(5);
		first.randn([3], 'float32');
		first.rand([700], 'float32');
		const second = createGenerator(structuredClone(first.state()));
		expect(first.state().spare).not.toBeNull();
		for (let round = 0; round < 3; round++) {
			expect(second.randn([5], 'float32')).toEqual(first.randn([5], 'float32'));
			expect(second.randperm(900)).toEqual(first.randperm(900));
		}
	});

	test('does not move the one it was made from', () => {
		const first = createGenerator(5);
		const state = first.state();
		createGenerator(state).rand([1000], 'float64');
		expect(first.state()).toEqual(state);
		expect(createGenerator(5).state()).toEqual(state);
	});
});

describe('what PyTorch refuses is refused in its words', () => {
	const generator = createGenerator(0);
	test.each([
		[
			'randint(3, 3, [2])',
			() => generator.randint(3, 3, [2]),
			/'from' to be less than 'to', but got from=3 >= to=3/
		],
		[
			'randn([-1, 2])',
			() => generator.randn([-1, 2], 'float32'),
			/negative dimension -1: \[-1, 2\]/
		],
		['randperm(-1)', () => generator.randperm(-1), /negative dimension -1: \[-1\]/],
		['createGenerator(2 ** 64)', () => createGenerator(2 ** 64), /Overflow when unpacking long/],
		['createGenerator(NaN)', () => createGenerator(NaN), /Overflow when unpacking long/]
	])('%s', (_, call, message) => {
		expect(call).toThrow(message);
	});
});
