/**
 * `backward()` as Python sees it: builds the gradient nodes (backward.ts), then does what
 * PyTorch does around them: refuse what it refuses, in its words, add into `.grad`, free the graph.
 */
import { backward, type Backward } from '../backward.ts';
import type { Node } from '../graph.ts';
import { PYTORCH_NAME } from '../ops/dtypes.ts';
import { sizeOf } from '../tensor.ts';
import { sameShape } from '../shape.ts';
import { PythonError } from './errors.ts';
import { gradFnName, NO_DERIVATIVE } from './grad-fn.ts';
import { refuseOvertaken } from './in-place.ts';
import type { Saved } from './records.ts';
import type { Runtime } from './runtime.ts';
import { PyTensor, Storage } from './variable.ts';

const TWICE =
	'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). ' +
	'Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). ' +
	'Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.';

export interface BackwardOptions {
	/** The gradient of the root itself; null for ones. */
	readonly gradient: PyTensor | null;
	/** Null: only where the gradients are to have a history of their own. */
	readonly retainGraph: boolean | null;
	readonly createGraph: boolean;
}

/** Adds ∂root/∂leaf into the `.grad` of every leaf that root depends on, or of `inputs` alone. */
export function runBackward(
	rt: Runtime,
	root: PyTensor,
	options: BackwardOptions,
	inputs: readonly PyTensor[] | null = null
): void {
	const gradients = differentiate(rt, root, options);
	rt.builder.provenance.at = rt.at;
	const names = namesByTensor(rt);
	for (const [id, node] of gradients) {
		const leaf = id === root.node.id && root.isLeaf ? root : rt.leaves.get(id);
		const receiver = leaf ?? rt.retained.get(id);
		if (!receiver || (inputs && !inputs.includes(receiver))) continue;
		accumulate(rt, receiver, node, id, options.createGraph);
		for (const name of names.get(receiver) ?? [])
			rt.bind(`${name}.grad`, receiver.grad!, 'backward', rt.at);
	}
}

/** The gradient nodes of everything that root depends on (with `leads`: on the way to what it accepts). */
export function differentiate(
	rt: Runtime,
	root: PyTensor,
	{ gradient, retainGraph, createGraph }: BackwardOptions,
	leads?: (id: number) => boolean
): Map<number, Node> {
	rt.present(root);
	checkRoot(rt, root, gradient);
	refuseOvertaken(root, rt.at);
	refuseFreed(rt, root.node);
	const { builder } = rt;
	builder.provenance.at = rt.at;
	const seed = gradient && rt.present(gradient);
	if (createGraph) {
		// what comes back is made of the gradient handed in too
		if (seed && gradient?.requiresGrad && gradient.isLeaf) rt.leaves.set(seed.id, gradient);
		builder.tracking = (node) => hasHistory(rt, node);
	}
	let found: Backward;
	try {
		found = backward(builder, root.node, seed, leads);
	} finally {
		builder.tracking = null;
	}
	for (const [id, used] of found.saved) {
		refuseUnderived(rt, id);
		for (const from of used) {
			// of what an op changes in place, PyTorch saves a copy, and of max(dim) where it stood
			const isFirst = builder.node(id).attrs.ties === 'first';
			if (!isFirst && rt.replaced.get(id) !== from) refuseModified(rt, from, from === id);
		}
		if (!(retainGraph ?? createGraph) && used.length > 0) rt.freed.add(id);
	}
	rt.loss = root.node.id;
	rt.backward = gradient || rt.backward !== 'none' ? 'several' : 'one';
	return found.gradients;
}

/** Whether a gradient leads through this node to a leaf. */
export function hasHistory(rt: Runtime, node: Node): boolean {
	return node.needsGrad.includes(true) || rt.leaves.has(node.id);
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

/** Of // and of a number % a tensor PyTorch has no derivative. */
function refuseUnderived(rt: Runtime, id: number): void {
	if (rt.gradFns.get(id) !== NO_DERIVATIVE) return;
	const { op } = rt.builder.node(id);
	throw new PythonError(
		'RuntimeError',
		`derivative for aten::${op === 'remainder' ? op : 'floor_divide'} is not implemented`,
		rt.at,
		'take a .detach() of the operands: the result is a step, whose slope is 0'
	);
}

/** `isOutput`: the rule saved what its own op made, which PyTorch then names. */
function refuseModified(rt: Runtime, id: number, isOutput: boolean): void {
	const saved = rt.saved.get(id);
	if (!saved) return;
	const { tensor, version } = saved;
	const now = tensor.counter.version;
	if (now === version) return refuseUnnoticed(rt, saved);
	const node = rt.builder.node(id);
	const maker = isOutput ? node : tensor.requiresGrad && !tensor.isLeaf ? tensor.origin : null;
	const output = maker ? `, which is output 0 of ${gradFnName(rt, maker)},` : '';
	throw new PythonError(
		'RuntimeError',
		'one of the variables needed for gradient computation has been modified by an inplace operation: ' +
			`[torch.${PYTORCH_NAME[node.dtype]}Tensor [${node.shape.join(', ')}]]${output} is at version ${now}; ` +
			`expected version ${version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, ` +
			'with torch.autograd.set_detect_anomaly(True).',
		rt.at,
		'call backward() before changing the tensor, or use an operation that makes a new one'
	);
}

/** Through `.data` PyTorch does not see the change, and uses the new values for the old gradient. */
function refuseUnnoticed(rt: Runtime, { tensor, storage, stamp }: Saved): void {
	if (tensor.storage === storage && storage.stamp === stamp) return;
	throw new PythonError(
		'NotSupportedError',
		'backward() through a tensor that was changed through .data is not part of the language: PyTorch would take the new values for the old gradient, without a word',
		rt.at,
		'call backward() before changing the tensor'
	);
}

function accumulate(
	rt: Runtime,
	leaf: PyTensor,
	node: Node,
	of: number,
	createGraph: boolean
): void {
	const part = createGraph
		? rt.named(rt.wrap(node, hasHistory(rt, node)), 'CopyBackwards')
		: new PyTensor(new Storage(node), false, true);
	if (leaf.grad === null) {
		leaf.grad = part;
	} else {
		rt.builder.provenance.gradientOf = of;
		if (createGraph || leaf.grad.requiresGrad) leaf.grad = rt.apply('add', [leaf.grad, part]);
		else leaf.grad.write(rt.builder.add('add', [leaf.grad.node, node]));
		rt.builder.provenance.gradientOf = undefined;
	}
}

function namesByTensor(rt: Runtime): ReadonlyMap<PyTensor, readonly string[]> {
	const names = new Map<PyTensor, string[]>();
	for (const [name, tensor] of rt.language.namedTensors(rt)) {
		names.set(tensor, [...(names.get(tensor) ?? []), name]);
	}
	return names;
}
