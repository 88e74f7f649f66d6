// How the gallery is ordered: shelves of lessons, each lesson on one.
import type { Place } from '#state/library.svelte.ts';
import { m } from '#messages';

export interface Shelf {
	readonly title: () => string;
	/** `manual` stands for both lessons about the two-layer net. */
	readonly lessons: readonly Place[];
}

export const shelves: readonly Shelf[] = [
	{ title: m.gallery_chain, lessons: ['neuron', 'fan-out', 'broadcast'] },
	{ title: m.gallery_learning, lessons: ['regression', 'logistic', 'softmax'] },
	{ title: m.gallery_networks, lessons: ['xor', 'manual', 'vanishing'] },
	{ title: m.gallery_descent, lessons: ['mini-batch', 'optimizers', 'newton'] },
	{
		title: m.gallery_layers,
		lessons: ['max-pool', 'convolution', 'layer-norm', 'embedding', 'recurrent', 'attention']
	}
];
