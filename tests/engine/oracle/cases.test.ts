/**
 * Real PyTorch's values and gradients, case by case through the command line's JSON. A case
 * whose ops are not part of the engine yet must say so with a located error, never a wrong number.
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

/** Ops of the oracle's vocabulary that the engine does not have yet. */
const MISSING = new Set<string>();

function missingOps({ ops = [] }: Case): string[] {
	return [...new Set(ops.filter((op) => MISSING.has(op)))];
}

const running = cases.filter((each) => missingOps(each).length === 0);
const waiting = cases.filter((each) => missingOps(each).length > 0);

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

async function run(each: Case, dtype: string): Promise<JsonRun & { status: number }> {
	return runJson(each.source, ['--dtype', dtype, '--retain-grad'], each.leaves);
}

describe.each(['float64', 'float32'] as const)('oracle cases in %s', (dtype) => {
	it.each(running.filter((each) => each.kind !== 'error'))('$id', async (each) => {
		const got = await run(each, dtype);
		expect(got.error).toBeNull();
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
	it.each(running.filter((each) => each.kind === 'error'))('$id', async (each) => {
		const got = await run(each, 'float32');
		expect(got.status).toBe(1);
		expect(got.error?.type).toBe(each.error_type);
		expect(got.error?.message).toBe(each.error_message);
		expect(got.error?.line).toBeGreaterThan(0);
	});
});

describe('cases that wait for more ops', () => {
	it('are counted and named', () => {
		const byOp = new Map<string, number>();
		for (const op of waiting.flatMap(missingOps)) byOp.set(op, (byOp.get(op) ?? 0) + 1);
		const list = [...byOp].map(([op, count]) => `${op} ${count}`).join(', ');
		console.info(`oracle: ${running.length} of ${cases.length} cases run; waiting for ${list}`);
		expect(running.length + waiting.length).toBe(133);
		expect(running.length).toBeGreaterThanOrEqual(133);
	});

	it.each(waiting)('$id says what is missing', async (each) => {
		const got = await run(each, 'float32');
		expect(got.status).toBe(1);
		expect(['NotSupportedError', 'AttributeError', 'ModuleNotFoundError']).toContain(
			got.error?.type
		);
		expect(got.error?.line).toBeGreaterThan(0);
	});
});
