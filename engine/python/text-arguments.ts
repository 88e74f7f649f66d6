/** What the methods of texts share. */
import { PythonError } from './errors.ts';
import type { Implementation, Signature } from './signature.ts';
import { typeName } from './type-names.ts';
import type { Value } from './values.ts';

export type TextMethods = Readonly<
	Record<string, readonly [Signature, (self: string) => Implementation]>
>;

/** A text argument; TypeError for anything else. */
export function asText(value: Value, callee: string): string {
	if (typeof value === 'string') return value;
	throw new PythonError('TypeError', `${callee} must be str, not ${typeName(value)}`);
}
