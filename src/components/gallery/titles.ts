// What the lessons of the gallery are called, and each in a sentence.
import type { Place } from '#state/library.svelte.ts';
import { m } from '#messages';

export interface Names {
	readonly title: () => string;
	readonly about: () => string;
}

/** The two lessons about one net have one card. */
export const titles: Readonly<Record<Place, Names>> = {
	manual: { title: m.lesson_two_layers_title, about: m.lesson_two_layers_about },
	neuron: { title: m.lesson_neuron_title, about: m.lesson_neuron_about },
	'fan-out': { title: m.lesson_fan_out_title, about: m.lesson_fan_out_about },
	broadcast: { title: m.lesson_broadcast_title, about: m.lesson_broadcast_about },
	regression: { title: m.lesson_regression_title, about: m.lesson_regression_about },
	logistic: { title: m.lesson_logistic_title, about: m.lesson_logistic_about },
	softmax: { title: m.lesson_softmax_title, about: m.lesson_softmax_about },
	xor: { title: m.lesson_xor_title, about: m.lesson_xor_about },
	vanishing: { title: m.lesson_vanishing_title, about: m.lesson_vanishing_about },
	'mini-batch': { title: m.lesson_mini_batch_title, about: m.lesson_mini_batch_about },
	optimizers: { title: m.lesson_optimizers_title, about: m.lesson_optimizers_about },
	newton: { title: m.lesson_newton_title, about: m.lesson_newton_about },
	'max-pool': { title: m.lesson_max_pool_title, about: m.lesson_max_pool_about },
	convolution: { title: m.lesson_convolution_title, about: m.lesson_convolution_about },
	'layer-norm': { title: m.lesson_layer_norm_title, about: m.lesson_layer_norm_about },
	embedding: { title: m.lesson_embedding_title, about: m.lesson_embedding_about },
	recurrent: { title: m.lesson_recurrent_title, about: m.lesson_recurrent_about },
	attention: { title: m.lesson_attention_title, about: m.lesson_attention_about }
};
