/**
 * `backward()` as Python sees it: builds the gradient nodes (backward.ts), then does what
 * PyTorch does around them: refuse what it refuses, in its words, add into `.grad`, free the graph.
 */
import { backward } from '../backward.ts';
import type { Node } from '../graph.ts';
import { sizeOf } from '../tensor.ts';
import { sameShape } from '../shape.ts';
import { PythonError } from './errors.ts';
import { gradFnName } from './grad-fn.ts';
import type { Runtime } from './runtime.ts';
import { PyTensor, Storage } from './variable.ts';

const TWICE =
	'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). ' +
	'Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). ' +
	'Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.';

/** Adds ∂root/∂leaf into the `.grad` of every leaf that root depends on. */
export function runBackward(
	rt: Runtime,
	root: PyTensor,
	gradient: PyTensor | null,
	retainGraph: boolean
): void {
	checkRoot(rt, root, gradient);
	refuseFreed(rt, root.node);
	rt.builder.provenance.at = rt.at;
	const { gradients, saved } = backward(rt.builder, root.node, gradient?.node ?? null);
	for (const [id, used] of saved) {
		for (const from of used) refuseModified(rt, from);
		if (!retainGraph && used.length > 0) rt.freed.add(id);
	}
	rt.loss = root.node.id;
	rt.builder.provenance.at = rt.at;
	for (const [id, node] of gradients) {
		const leaf = rt.leaves.get(id);
		if (leaf && leaf.node.id === id) accumulate(rt, leaf, node, id);
		const kept = rt.retained.get(id);
		if (kept) kept.grad = new PyTensor(new Storage(node), false, true);
	}
	if (root.isLeaf && root.requiresGrad) {
		accumulate(rt, root, gradients.get(root.node.id)!, root.node.id);
	}
}

function checkRoot(rt: Runtime, root: PyTensor, gradient: PyTensor | null): void {
	if (!root.requiresGrad) {
		throw new PythonError(
			'RuntimeError',
			'element 0 of tensors does not require grad and does not have a grad_fn',
			rt.at,
			'create the weights with requires_grad=True, and compute the loss from them outside torch.no_grad()'
		);
	}
	if (gradient === null && sizeOf(root.shape) !== 1) {
		throw new PythonError(
			'RuntimeError',
			'grad can be implicitly created only for scalar outputs',
			rt.at,
			'reduce the result to one number first, for example with .sum()'
		);
	}
	if (gradient && !sameShape(gradient.shape, root.shape)) {
		const [got, expected] = [gradient.shape, root.shape].map((shape) => `[${shape.join(', ')}]`);
		throw new PythonError(
			'RuntimeError',
			`Mismatch in shape: grad_output[0] has a shape of torch.Size(${got}) and output[0] has a shape of torch.Size(${expected}).`,
			rt.at
		);
	}
}

/** Looks before walking: freed parts of the graph may be gone from the builder. */
function refuseFreed(rt: Runtime, root: Node): void {
	const seen = new Set<number>();
	const stack = [root.id];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (seen.has(id)) continue;
		seen.add(id);
		if (rt.freed.has(id)) {
			throw new PythonError(
				'RuntimeError',
				TWICE,
				rt.at,
				'compute the loss again before the second backward()'
			);
		}
		const node = rt.builder.node(id);
		node.inputs.forEach((input, i) => node.needsGrad[i] && stack.push(input));
	}
}

function refuseModified(rt: Runtime, id: number): void {
	const saved = rt.saved.get(id);
	if (!saved || saved.counter.version === saved.version) return;
	const node = rt.builder.node(id);
	const kind = node.dtype === 'float64' ? 'DoubleTensor' : 'FloatTensor';
	const output = saved.gradFn ? `, which is output 0 of ${gradFnName(rt.builder, node)},` : '';
	throw new PythonError(
		'RuntimeError',
		'one of the variables needed for gradient computation has been modified by an inplace operation: ' +
			`[torch.${kind} [${node.shape.join(', ')}]]${output} is at version ${saved.counter.version}; ` +
			`expected version ${saved.version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, ` +
			'with torch.autograd.set_detect_anomaly(True).',
		rt.at,
		'call backward() before changing the tensor, or use an operation that makes a new one'
	);
}

function accumulate(rt: Runtime, leaf: PyTensor, node: Node, of: number): void {
	if (leaf.grad === null) {
		leaf.grad = new PyTensor(new Storage(node), false, true);
	} else {
		rt.builder.provenance.gradientOf = of;
		const sum = rt.builder.add('add', [leaf.grad.node, node]);
		rt.builder.provenance.gradientOf = undefined;
		leaf.grad.write(sum);
	}
	for (const [name, value] of rt.globals.names) {
		if (value === leaf) rt.bind(`${name}.grad`, leaf.grad, 'backward');
	}
}
