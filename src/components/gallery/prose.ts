// What to look at in a lesson of the gallery, and what to think about; text in backquotes is code.
import type { GalleryId } from '#engine/lessons/lesson.ts';
import { m } from '#messages';

export interface Prose {
	readonly look: readonly (() => string)[];
	readonly think: () => string;
}

export const prose: Readonly<Record<GalleryId, Prose>> = {
	neuron: {
		look: [m.lesson_neuron_look_1, m.lesson_neuron_look_2, m.lesson_neuron_look_3],
		think: m.lesson_neuron_think
	},
	'fan-out': {
		look: [m.lesson_fan_out_look_1, m.lesson_fan_out_look_2, m.lesson_fan_out_look_3],
		think: m.lesson_fan_out_think
	},
	broadcast: {
		look: [m.lesson_broadcast_look_1, m.lesson_broadcast_look_2, m.lesson_broadcast_look_3],
		think: m.lesson_broadcast_think
	},
	regression: {
		look: [m.lesson_regression_look_1, m.lesson_regression_look_2, m.lesson_regression_look_3],
		think: m.lesson_regression_think
	},
	logistic: {
		look: [m.lesson_logistic_look_1, m.lesson_logistic_look_2, m.lesson_logistic_look_3],
		think: m.lesson_logistic_think
	},
	softmax: {
		look: [m.lesson_softmax_look_1, m.lesson_softmax_look_2, m.lesson_softmax_look_3],
		think: m.lesson_softmax_think
	},
	xor: {
		look: [m.lesson_xor_look_1, m.lesson_xor_look_2, m.lesson_xor_look_3],
		think: m.lesson_xor_think
	},
	vanishing: {
		look: [m.lesson_vanishing_look_1, m.lesson_vanishing_look_2, m.lesson_vanishing_look_3],
		think: m.lesson_vanishing_think
	},
	'mini-batch': {
		look: [m.lesson_mini_batch_look_1, m.lesson_mini_batch_look_2, m.lesson_mini_batch_look_3],
		think: m.lesson_mini_batch_think
	},
	optimizers: {
		look: [m.lesson_optimizers_look_1, m.lesson_optimizers_look_2, m.lesson_optimizers_look_3],
		think: m.lesson_optimizers_think
	},
	newton: {
		look: [m.lesson_newton_look_1, m.lesson_newton_look_2, m.lesson_newton_look_3],
		think: m.lesson_newton_think
	},
	'max-pool': {
		look: [m.lesson_max_pool_look_1, m.lesson_max_pool_look_2, m.lesson_max_pool_look_3],
		think: m.lesson_max_pool_think
	},
	convolution: {
		look: [m.lesson_convolution_look_1, m.lesson_convolution_look_2, m.lesson_convolution_look_3],
		think: m.lesson_convolution_think
	},
	'layer-norm': {
		look: [m.lesson_layer_norm_look_1, m.lesson_layer_norm_look_2, m.lesson_layer_norm_look_3],
		think: m.lesson_layer_norm_think
	},
	embedding: {
		look: [m.lesson_embedding_look_1, m.lesson_embedding_look_2, m.lesson_embedding_look_3],
		think: m.lesson_embedding_think
	},
	recurrent: {
		look: [m.lesson_recurrent_look_1, m.lesson_recurrent_look_2, m.lesson_recurrent_look_3],
		think: m.lesson_recurrent_think
	},
	attention: {
		look: [m.lesson_attention_look_1, m.lesson_attention_look_2, m.lesson_attention_look_3],
		think: m.lesson_attention_think
	}
};
