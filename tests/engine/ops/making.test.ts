/** What every row's `making` owes: the entries that it names make the entry, within the row's own bound. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recombine } from '#engine/explain.ts';
import { opTable } from '#engine/ops/index.ts';
import type { OpName } from '#engine/ops/op.ts';
import { isFloat } from '#engine/tensor.ts';
import { boundOf, forward, inDtype, jacobian } from '../../support/rows.ts';
import { samples, type Sample } from '../../support/samples.ts';
import { expectWithin } from '../../support/within.ts';

const U32 = 2 ** -24;
const U64 = 2 ** -53;
const names = Object.keys(opTable) as OpName[];

function makings(op: OpName, { inputs, attrs }: Sample) {
	const type = opTable[op].shape(inputs, attrs);
	const { data } = forward(op, { inputs, attrs });
	return Array.from(data, (_, flat) => opTable[op].making(inputs, type, flat, attrs));
}

describe.each(names)('%s', (op) => {
	test('recombine(op, attrs, making, inputs) gives the entry that forward gives', () => {
		fc.assert(
			fc.property(samples[op], (sample) => {
				const { data } = forward(op, sample);
				const again = makings(op, sample).map((making) =>
					recombine(op, sample.attrs, making, sample.inputs)
				);
				const bound = boundOf(op, sample, U64);
				expectWithin(
					again,
					data,
					bound.map((b) => 2 * b)
				);
			})
		);
	});

	test('in float32 the entry lies within the bound of what its making gives in float64', () => {
		fc.assert(
			fc.property(samples[op], (sample) => {
				const single = inDtype(sample, 'float32');
				const { data } = forward(op, single);
				const again = makings(op, single).map((making) =>
					recombine(op, sample.attrs, making, single.inputs)
				);
				const [b32, b64] = [boundOf(op, single, U32), boundOf(op, sample, U64)];
				expectWithin(
					data,
					again,
					b32.map((b, i) => b + b64[i])
				);
			})
		);
	});

	test('making names every entry that moves the result: the others have no slope', () => {
		fc.assert(
			fc.property(samples[op], (sample) => {
				const made = makings(op, sample);
				expect(made.every(({ flats }) => flats.length === sample.inputs.length)).toBe(true);
				sample.inputs.forEach((input, i) => {
					if (!isFloat(input.dtype)) return;
					jacobian(op, sample, i).forEach((column, source) =>
						column.data.forEach((slope, flat) => {
							if (slope !== 0) expect(made[flat].flats[i]).toContain(source);
						})
					);
				});
			})
		);
	});

	test('an entry that passes is one of the input that making says', () => {
		fc.assert(
			fc.property(samples[op], (sample) => {
				const { data } = forward(op, sample);
				makings(op, sample).forEach(({ passes, flats }, flat) => {
					if (passes == null) return expect([undefined, null]).toContain(passes);
					expect(sample.inputs[passes].data[flats[passes][0]]).toBe(data[flat]);
				});
				expect(makings(op, sample)).toHaveLength(data.length);
			})
		);
	});
});
