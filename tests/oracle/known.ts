/** Differences that are understood and meant, each with its reason. They are counted apart. */
import type { Difference, Kind } from './compare.ts';

interface Known {
	readonly reason: string;
	readonly kinds: readonly Kind[];
	/** Whether this is it, by the difference and the program's source. */
	matches(difference: Difference, source: string): boolean;
}

/** A difference of a few roundings of numbers of size 1, in either precision. */
function cancels({ by = Infinity, what }: Difference): boolean {
	const u = what.includes('e-') || by < 2 ** -40 ? 2 ** -53 : 2 ** -24;
	return by <= 64 * u;
}

export const KNOWN: readonly Known[] = [
	{
		reason: 'refused here in words of its own, with what to write instead',
		kinds: ['error'],
		matches: ({ what }) => what.startsWith('error: “NotSupportedError')
	},
	{
		reason:
			'PyTorch takes log(1 − x) in binary_cross_entropy and σ(x) − t for the slope by logits: both cancel',
		kinds: ['value', 'gradient'],
		matches: (difference, source) =>
			/binary_cross_entropy|BCEWithLogits/.test(source) && cancels(difference)
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
export function reasonOf(difference: Difference, source: string): string | null {
	const found = KNOWN.find(
		({ kinds, matches }) => kinds.includes(difference.kind) && matches(difference, source)
	);
	return found?.reason ?? null;
}
