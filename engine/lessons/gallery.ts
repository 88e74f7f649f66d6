/** The gallery's lessons, each loaded when it is opened. */
import { isSeed, type BuiltInId, type GalleryId, type Lesson } from './lesson.ts';
import { lessons } from './lessons.ts';

export const gallery: Readonly<Record<GalleryId, () => Promise<Lesson>>> = {
	neuron: async () => (await import('./gallery/neuron.ts')).neuron,
	'fan-out': async () => (await import('./gallery/fan-out.ts')).fanOut,
	broadcast: async () => (await import('./gallery/broadcast.ts')).broadcast,
	regression: async () => (await import('./gallery/regression.ts')).regression,
	logistic: async () => (await import('./gallery/logistic.ts')).logistic,
	softmax: async () => (await import('./gallery/softmax.ts')).softmax,
	xor: async () => (await import('./gallery/xor.ts')).xor,
	vanishing: async () => (await import('./gallery/vanishing.ts')).vanishing,
	'mini-batch': async () => (await import('./gallery/mini-batch.ts')).miniBatch,
	optimizers: async () => (await import('./gallery/optimizers.ts')).optimizers,
	newton: async () => (await import('./gallery/newton.ts')).newton,
	'max-pool': async () => (await import('./gallery/max-pool.ts')).maxPool,
	convolution: async () => (await import('./gallery/convolution.ts')).convolution,
	'layer-norm': async () => (await import('./gallery/layer-norm.ts')).layerNorm,
	embedding: async () => (await import('./gallery/embedding.ts')).embedding,
	recurrent: async () => (await import('./gallery/recurrent.ts')).recurrent,
	attention: async () => (await import('./gallery/attention.ts')).attention
};

/** Any lesson that is built in. */
export async function lessonCalled(id: BuiltInId): Promise<Lesson> {
	return isSeed(id) ? lessons[id] : gallery[id]();
}
