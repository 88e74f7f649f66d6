/** What PyTorch has and the language has not, where there is something to say instead. */
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { builtin, type Implementation } from '../signature.ts';
import type { PyBuiltin } from '../values.ts';

const HINTS: Readonly<Record<string, string>> = {
	einsum: 'write it with @, transpose and sum: each step then shows',
	topk: 'argmax finds the largest; a mask like x >= value picks several',
	sort: 'argmax and argmin find the extremes',
	argsort: 'argmax and argmin find the extremes'
};

/** `torch.einsum` and its kin: a located message, and what to write instead. */
export const absentFunctions: readonly PyBuiltin[] = Object.entries(HINTS).map(([name, hint]) =>
	builtin(name, ['*args'], (rt) => refuse(rt, `torch.${name}`, hint))
);

/** `x.int()` would be 32 bits wide: the whole numbers here are int64. */
export const absentMethods: Readonly<Record<string, readonly [readonly [], Implementation]>> = {
	int: [[], (rt) => refuse(rt, 'int32', 'x.long() makes whole numbers, of 64 bits')]
};

function refuse(rt: Runtime, what: string, hint: string): never {
	throw new PythonError(
		'NotSupportedError',
		`${what} is not part of the language yet`,
		rt.at,
		hint
	);
}
