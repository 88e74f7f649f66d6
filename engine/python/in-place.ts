/** What may be written in place, and what follows from it: PyTorch's refusals, and ours. */
import type { Span } from '../graph.ts';
import { PYTORCH_NAME } from '../ops/dtypes.ts';
import { sameShape } from '../shape.ts';
import { isFloat, type DType } from '../tensor.ts';
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';
import type { PyTensor } from './variable.ts';

/** Throws where `target` may not be changed in place. */
export function refuseWrite(target: PyTensor, gradEnabled: boolean, at?: Span): void {
	if (gradEnabled && target.requiresGrad && target.isLeaf) {
		throw new PythonError(
			'RuntimeError',
			'a leaf Variable that requires grad is being used in an in-place operation.',
			at,
			'update weights inside `with torch.no_grad():` (or through `.data`)'
		);
	}
	if (target.view) {
		throw new PythonError(
			'NotSupportedError',
			`changing a view in place (a result of ${METHOD[target.view.op] ?? target.view.op}) is not part of the language yet`,
			at,
			'change the tensor that it was made from, or take a .clone() first'
		);
	}
	if (!gradEnabled && target.requiresGrad && !target.isLeaf) {
		throw new PythonError(
			'NotSupportedError',
			'changing a computed tensor in place under no_grad is not part of the language yet',
			at,
			'take a .detach().clone() of it first'
		);
	}
}

/**
 * `target` becomes what `make` makes of it. It works on a copy: what is made of several ops keeps
 * values of the way, and those have not been changed.
 */
export function remade(
	rt: Runtime,
	target: PyTensor,
	make: (copy: PyTensor) => PyTensor
): PyTensor {
	refuseWrite(target, rt.gradEnabled, rt.at);
	const result = make(rt.apply('clone', [target]));
	refuseResult(target, result, rt.at);
	return rt.rewrite(target, result);
}

const METHOD: Readonly<Record<string, string>> = {
	t: '.t()',
	reshape: '.view()',
	expand: '.expand()',
	permute: 'transpose() or permute()',
	slice: 'x[…]'
};

/** Throws where `target` cannot hold `result`. */
export function refuseResult(target: PyTensor, result: PyTensor, at?: Span): void {
	if (!sameShape(result.shape, target.shape)) {
		throw new PythonError(
			'RuntimeError',
			`output with shape [${target.shape.join(', ')}] doesn't match the broadcast shape [${result.shape.join(', ')}]`,
			at
		);
	}
	if (category(result.dtype) <= category(target.dtype)) return;
	const [from, to] = [PYTORCH_NAME[result.dtype], PYTORCH_NAME[target.dtype]];
	throw new PythonError(
		'RuntimeError',
		`result type ${from} can't be cast to the desired output type ${to}`,
		at
	);
}

/** bool < int < float: in-place results may not rise. */
function category(dtype: DType): number {
	return isFloat(dtype) ? 2 : dtype === 'int64' ? 1 : 0;
}

/** A computed tensor whose memory an alias has written: its history no longer leads to its value. */
export function refuseOvertaken(tensor: PyTensor, at?: Span): void {
	if (tensor.isLeaf || !tensor.isOvertaken) return;
	throw new PythonError(
		'NotSupportedError',
		'using a computed tensor after its memory was changed through .data or .detach() is not part of the language yet',
		at,
		'compute it again, or change it directly'
	);
}

/** Of several views that one call (`maker`) made, PyTorch derives none anew. */
export function stalePiece(piece: number, maker: string, at?: Span): PythonError {
	return new PythonError(
		'RuntimeError',
		`Output ${piece} of ${maker} is a view and its base or another view of its base has been modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.`,
		at,
		'split it again after the change'
	);
}

export function sharedLeaf(at?: Span): PythonError {
	return new PythonError(
		'NotSupportedError',
		'two leaf tensors that share one memory are not part of the language yet',
		at,
		'take a .clone() for one of them'
	);
}
