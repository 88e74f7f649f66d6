/**
 * Real PyTorch's values and gradients, case by case through the command line's JSON: in float64
 * and float32 by the op table's own meaning, and in float32 on ONNX Runtime.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runJson, type JsonRun } from '../../support/explorer.ts';

interface Expected {
	shape: number[];
	f64: (number | string)[];
	f32_dev: number;
	ulp_dev?: number;
	scale: number;
}

interface Case {
	id: string;
	kind: 'graph' | 'op' | 'edge' | 'loop' | 'error';
	source: string;
	leaves: unknown[];
	ops?: string[];
	values?: Record<string, Expected>;
	grads?: Record<string, Expected>;
	grad_is_none?: string[];
	printed?: Record<'f64' | 'f32', string[]>;
	final_leaves?: Record<string, Expected>;
	error_type?: string;
	error_message?: string;
}

const { cases } = JSON.parse(readFileSync('tests/fixtures/oracle/cases.json', 'utf8')) as {
	cases: Case[];
};

const failing = cases.filter(({ kind }) => kind === 'error');
const running = cases.filter(({ kind }) => kind !== 'error');

function number(value: number | string): number {
	return typeof value === 'number' ? value : Number(value);
}

/** The oracle's stated pass rule. */
function expectWithin(
	got: { shape: number[]; data: (number | string)[] },
	want: Expected,
	dtype: string
): void {
	expect(got.shape).toEqual(want.shape);
	const allowed =
		dtype === 'float64'
			? 64 * Math.max(want.ulp_dev ?? 0, 2 ** -53 * want.scale)
			: 64 * Math.max(want.f32_dev, 2 ** -24 * want.scale);
	got.data.forEach((raw, i) => {
		const [a, b] = [number(raw), number(want.f64[i])];
		if (Number.isFinite(b)) expect(Math.abs(a - b)).toBeLessThanOrEqual(allowed);
		else expect(a).toBe(b);
	});
}

async function run(
	each: Case,
	dtype: string,
	backend = 'reference'
): Promise<JsonRun & { status: number }> {
	const options = ['--dtype', dtype, '--backend', backend, '--retain-grad'];
	return runJson(each.source, options, each.leaves);
}

it('has all of the cases', () => {
	expect(cases).toHaveLength(133);
});

describe.each([
	['float64', 'reference'],
	['float32', 'reference'],
	['float32', 'wasm']
] as const)('oracle cases in %s on %s', (dtype, backend) => {
	it.each(running)('$id', async (each) => {
		const got = await run(each, dtype, backend);
		expect(got.error).toBeNull();
		expect(got.backend).toBe(backend);
		expect(got.status).toBe(0);
		for (const [name, want] of Object.entries(each.values ?? {})) {
			if (got.tensors[name]) expectWithin(got.tensors[name], want, dtype);
			else expect(each.kind).toBe('loop');
		}
		for (const [name, want] of Object.entries(each.grads ?? {})) {
			const grad = got.tensors[name]?.grad;
			expect(grad, `${name}.grad`).not.toBeNull();
			expectWithin(grad!, want, dtype);
		}
		for (const name of each.grad_is_none ?? []) expect(got.tensors[name].grad).toBeNull();
		for (const [name, want] of Object.entries(each.final_leaves ?? {})) {
			expectWithin(got.tensors[name], want, dtype);
		}
		if (each.printed) expectPrinted(got.printed, each.printed, dtype);
	});
});

/** Lines `step loss`: same steps; the losses by the rule's float64 or float32 factor. */
function expectPrinted(got: string[], printed: NonNullable<Case['printed']>, dtype: string): void {
	const want = printed.f64;
	expect(got.length).toBe(want.length);
	const deviation = Math.max(...want.map((line, i) => Math.abs(loss(line) - loss(printed.f32[i]))));
	got.forEach((line, i) => {
		expect(line.split(' ')[0]).toBe(want[i].split(' ')[0]);
		const scale = Math.abs(loss(want[i]));
		const allowed =
			64 * (dtype === 'float64' ? 2 ** -53 * scale : Math.max(deviation, 2 ** -24 * scale));
		expect(Math.abs(loss(line) - loss(want[i]))).toBeLessThanOrEqual(allowed);
	});
}

const loss = (line: string) => Number(line.split(' ')[1]);

describe('oracle errors', () => {
	it.each(failing)('$id', async (each) => {
		const got = await run(each, 'float32');
		expect(got.status).toBe(1);
		expect(got.error?.type).toBe(each.error_type);
		expect(got.error?.message).toBe(each.error_message);
		expect(got.error?.line).toBeGreaterThan(0);
	});
});
