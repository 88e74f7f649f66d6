/** The rows of sin and cos. */
import { isWgsl, LIBRARY_UNITS } from './library.ts';
import { group } from './notation.ts';
import { smooth } from './unary.ts';

/** WGSL: 2^-11 absolutely on [−π, π], and nothing is granted outside. */
const wave = {
	spread: (_: number, e: number) => Math.min(e, 2),
	units: (_: number, u: number) => (isWgsl(u) ? 0 : LIBRARY_UNITS),
	absolute: (x: number, u: number) =>
		isWgsl(u) ? (Math.abs(x) <= Math.PI ? 2 ** -11 : Infinity) : 0
};

export const sin = smooth({
	...wave,
	value: Math.sin,
	slope: Math.cos,
	// r = sin x:  x̄ = g·cos x
	pull: (b, g, _r, x) => b.add('mul', [g, b.add('cos', [x])]),
	onnx: (l, x) => l.node('Sin', [x]),
	tex: {
		forward: ([x]) => `\\sin ${group(x)}`,
		gradient: (g, [x]) => `${group(g)} \\odot \\cos ${group(x)}`
	}
});

export const cos = smooth({
	...wave,
	value: Math.cos,
	slope: (x) => -Math.sin(x),
	// r = cos x:  x̄ = g·(−sin x)
	pull: (b, g, _r, x) => b.add('mul', [g, b.add('neg', [b.add('sin', [x])])]),
	onnx: (l, x) => l.node('Cos', [x]),
	tex: {
		forward: ([x]) => `\\cos ${group(x)}`,
		gradient: (g, [x]) => `-${group(g)} \\odot \\sin ${group(x)}`
	}
});
