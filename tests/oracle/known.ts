/** Differences that are understood and meant, each with its reason. They are counted apart. */
import type { Difference, Kind } from './compare.ts';

interface Known {
	readonly reason: string;
	readonly kinds: readonly Kind[];
	/** Whether this is it, by the difference and the program's source. */
	matches(difference: Difference, source: string, u: number): boolean;
}

/** What may cancel: up to 11 of the 53 or 24 bits of numbers of size 1. */
const CANCELLED = 2 ** 11;

function cancels({ by = Infinity }: Difference, u: number): boolean {
	return by <= CANCELLED * u;
}

const KNOWN: readonly Known[] = [
	{
		reason: 'refused here in words of its own, with what to write instead',
		kinds: ['error'],
		matches: ({ what }) => what.startsWith('error: “NotSupportedError')
	},
	{
		reason:
			'PyTorch takes log(1 − x) in binary_cross_entropy and σ(x) − t for the slope by logits: both cancel',
		kinds: ['value', 'gradient'],
		matches: (difference, source, u) =>
			/binary_cross_entropy|BCEWithLogits/.test(source) && cancels(difference, u)
	},
	{
		reason: 'of a constant gradient that create_graph made, whether it requires grad',
		kinds: ['type'],
		matches: ({ what }, source) => {
			const name = /^(\w+)\.requires_grad: false/.exec(what)?.[1];
			return source.includes(`${name}, = torch.autograd.grad(`);
		}
	},
	{
		reason:
			"PyTorch's fused functions save their whole input, ours what the slope needs: fewer in-place changes are refused",
		kinds: ['error'],
		matches: ({ what }) => /“no error”.*modified by an inplace operation/.test(what)
	},
	{
		reason: "PyTorch's convolution is one node: the gradient of its bias, too, requires grad",
		kinds: ['type'],
		matches: ({ what }, source) => /requires_grad: false/.test(what) && /F\.conv.*bias/.test(source)
	},
	{
		reason: 'PyTorch refuses sigmoid(NaN) in binary_cross_entropy; here the loss is NaN',
		kinds: ['error'],
		matches: ({ what }, source) =>
			/“no error”.*between 0 and 1/.test(what) &&
			/binary_cross_entropy\(torch\.sigmoid/.test(source)
	},
	{
		reason: 'PyTorch 1.13 adds to the gradient that retain_grad keeps in autograd.grad too',
		kinds: ['gradient'],
		matches: (_, source) => /retain_grad/.test(source) && /autograd\.grad/.test(source)
	},
	{
		reason: 'the name of a view that PyTorch has derived anew, in a message about its change',
		kinds: ['message'],
		matches: ({ what }) =>
			/modified by an inplace operation.*AsStridedBackward0/.test(what) ||
			/is a view and its base.*PyTorch.*is a view and its base/.test(what)
	},
	{
		reason: 'of a loss by logits of −∞, which is NaN, PyTorch still has the slope σ(x) − t',
		kinds: ['not finite'],
		matches: ({ what }, source) =>
			/\.grad.*: NaN/.test(what) && /with_logits|BCEWithLogits/.test(source)
	},
	{
		reason: 'a NaN that flows back into a norm of 0 ends there; in PyTorch it goes on as NaN · 0',
		kinds: ['not finite'],
		matches: ({ what }, source) => /\.grad.*PyTorch NaN/.test(what) && /norm\(|dist\(/.test(source)
	},
	{
		reason: 'of a tensor without dimensions PyTorch names a size that it does not have',
		kinds: ['message'],
		matches: ({ what }) => /invalid index of a 0-dim tensor.*with size 0/.test(what)
	}
];

/** Why a difference is meant; null where it is not. */
export function reasonOf(difference: Difference, source: string, u: number): string | null {
	const found = KNOWN.find(
		({ kinds, matches }) => kinds.includes(difference.kind) && matches(difference, source, u)
	);
	return found?.reason ?? null;
}
