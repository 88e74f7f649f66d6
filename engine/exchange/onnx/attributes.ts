/** AttributeProto → a number, a text, a list of numbers, or a tensor. */
import type { Tensor } from '../../tensor.ts';
import { FileError } from '../problem.ts';
import { readTensor } from './tensors.ts';
import { append, asBytes, asFloat, asText, asWhole, fieldsOf, floatsOf, wholesOf } from './wire.ts';

export type Attribute =
	| { readonly kind: 'int' | 'float'; readonly number: number }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'ints' | 'floats'; readonly numbers: readonly number[] }
	| { readonly kind: 'tensor'; readonly tensor: Tensor }
	/** A graph, texts, a sparse tensor: nothing that an op of ours takes. */
	| { readonly kind: 'other' };

export function readAttribute(bytes: Uint8Array, where: string): [string, Attribute] {
	let name = '';
	let value: Attribute | null = null;
	const numbers: number[] = [];
	for (const field of fieldsOf(bytes, where)) {
		switch (field.number) {
			case 1:
				name = asText(field, where);
				break;
			case 2:
				value = { kind: 'float', number: asFloat(field, where) };
				break;
			case 3:
				value = { kind: 'int', number: asWhole(field, where) };
				break;
			case 4:
				value = { kind: 'text', text: asText(field, where) };
				break;
			case 5:
				value = { kind: 'tensor', tensor: readTensor(asBytes(field, where), where).value };
				break;
			case 7:
				append(numbers, floatsOf(field, where));
				value = { kind: 'floats', numbers };
				break;
			case 8:
				append(numbers, wholesOf(field, where));
				value = { kind: 'ints', numbers };
				break;
			case 20: {
				// an empty list has nothing but its type
				const type = asWhole(field, where);
				if (value === null && type === 6) value = { kind: 'floats', numbers };
				if (value === null && type === 7) value = { kind: 'ints', numbers };
				break;
			}
			case 6:
			case 9:
			case 10:
			case 11:
			case 22:
			case 23:
				value = { kind: 'other' };
				break;
		}
	}
	if (name === '') throw new FileError(`${where} has no name`);
	// proto3 leaves out a zero
	return [name, value ?? { kind: 'int', number: 0 }];
}
