import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { showSize, showTensor, type TensorNotes } from '#engine/python/print.ts';
import { sizeOf, tensor, type DType, type Shape } from '#engine/tensor.ts';

interface Rule {
	step: number;
	modulus: number;
	scale: number;
	offset: number;
}

interface Case extends TensorNotes {
	shape: Shape;
	dtype: DType;
	/** Numbers, or "NaN", "Infinity", "-Infinity". */
	values?: (number | string)[];
	rule?: Rule;
	text: string;
}

const { cases } = JSON.parse(
	readFileSync(new URL('../../fixtures/torch-print.json', import.meta.url), 'utf8')
) as { cases: Case[] };

function valuesOf({ shape, dtype, values, rule }: Case): number[] {
	if (!rule) return (values ?? []).map(Number);
	return Array.from({ length: sizeOf(shape) }, (_, i) => {
		const value = ((i * rule.step) % rule.modulus) * rule.scale + rule.offset;
		return dtype === 'bool' ? Number(value !== 0) : value;
	});
}

describe('showTensor writes what PyTorch writes', () => {
	test('for every tensor of the fixture, of which there are hundreds', () => {
		expect(cases.length).toBeGreaterThan(400);
	});

	test.each(cases)('$dtype $shape: $text', (entry) => {
		const shown = tensor(valuesOf(entry), entry.shape, entry.dtype);
		expect(showTensor(shown, entry)).toBe(entry.text);
	});
});

test('showSize([64, 1000]) is the repr of a torch.Size', () => {
	expect(showSize([64, 1000])).toBe('torch.Size([64, 1000])');
	expect(showSize([])).toBe('torch.Size([])');
});
