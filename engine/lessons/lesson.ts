/** What a lesson is, and the names of the built-in ones. */
import type { Tensor } from '../tensor.ts';

/** The two-layer net, by hand and with autograd: the lessons that the page opens with. */
export type SeedId = 'manual' | 'autograd';

export function isSeed(id: LessonId): id is SeedId {
	return id === 'manual' || id === 'autograd';
}

/** The gallery, in the order in which its lessons build on one another. */
export const GALLERY = [
	...(['neuron', 'fan-out', 'broadcast'] as const),
	...(['regression', 'logistic', 'softmax'] as const),
	...(['xor', 'vanishing'] as const),
	...(['mini-batch', 'optimizers', 'newton'] as const),
	...(['max-pool', 'convolution', 'layer-norm', 'embedding', 'recurrent', 'attention'] as const)
] as const;

export type GalleryId = (typeof GALLERY)[number];

export type BuiltInId = SeedId | GalleryId;

/** A lesson that is built in, or the file that the reader has opened. */
export type LessonId = BuiltInId | 'opened';

export interface Lesson {
	readonly id: LessonId;
	/** The file's name where the lesson is a file. */
	readonly file: string;
	readonly source: string;
	/**
	 * Overrides (see LessonOptions) that shrink the lesson until its numbers can be read in the
	 * cells; null where they can be as it is.
	 */
	readonly tiny: Readonly<Record<string, number>> | null;
	/** Tensors that the source reads and does not make: the numbers of an ONNX model. */
	readonly held?: Readonly<Record<string, Tensor>>;
}
