// The words of the catalogue for the known bugs; a teacher's list has its own.
import type { Bug } from '#engine/lessons/bugs.ts';
import { m } from '#messages';

type Word = () => string;

/** Name and hint, by id. */
const words: Readonly<Record<string, readonly [name: Word, hint: Word]>> = {
	factor_missing: [m.bug_factor_missing, m.bug_factor_missing_hint],
	mean_for_sum: [m.bug_mean_for_sum, m.bug_mean_for_sum_hint],
	mean_forgotten: [m.bug_mean_forgotten, m.bug_mean_forgotten_hint],
	target_forgotten: [m.bug_target_forgotten, m.bug_target_forgotten_hint],
	difference_swapped: [m.bug_difference_swapped, m.bug_difference_swapped_hint],
	sign_flipped: [m.bug_sign_flipped, m.bug_sign_flipped_hint],
	square_kept: [m.bug_square_kept, m.bug_square_kept_hint],
	relu_forgotten: [m.bug_relu_forgotten, m.bug_relu_forgotten_hint],
	weight_updated: [m.bug_weight_updated, m.bug_weight_updated_hint],
	gradient_for_weight: [m.bug_gradient_for_weight, m.bug_gradient_for_weight_hint],
	weight_not_transposed: [m.bug_weight_not_transposed, m.bug_weight_not_transposed_hint],
	gradient_transposed: [m.bug_gradient_transposed, m.bug_gradient_transposed_hint],
	input_not_transposed: [m.bug_input_not_transposed, m.bug_input_not_transposed_hint],
	mask_missing: [m.bug_mask_missing, m.bug_mask_missing_hint],
	mask_by_gradient: [m.bug_mask_by_gradient, m.bug_mask_by_gradient_hint],
	mask_inverted: [m.bug_mask_inverted, m.bug_mask_inverted_hint],
	mask_bypassed: [m.bug_mask_bypassed, m.bug_mask_bypassed_hint],
	clone_missing: [m.bug_clone_missing, m.bug_clone_missing_hint],
	zero_forgotten: [m.bug_zero_forgotten, m.bug_zero_forgotten_hint],
	sigmoid_slope_missing: [m.bug_sigmoid_slope_missing, m.bug_sigmoid_slope_missing_hint],
	sigmoid_slope_of_input: [m.bug_sigmoid_slope_of_input, m.bug_sigmoid_slope_of_input_hint],
	sigmoid_slope_twice: [m.bug_sigmoid_slope_twice, m.bug_sigmoid_slope_twice_hint],
	input_forgotten: [m.bug_input_forgotten, m.bug_input_forgotten_hint],
	weight_for_input: [m.bug_weight_for_input, m.bug_weight_for_input_hint],
	factor_itself: [m.bug_factor_itself, m.bug_factor_itself_hint],
	way_overwritten: [m.bug_way_overwritten, m.bug_way_overwritten_hint],
	bias_averaged: [m.bug_bias_averaged, m.bug_bias_averaged_hint],
	logit_for_probability: [m.bug_logit_for_probability, m.bug_logit_for_probability_hint],
	softmax_over_examples: [m.bug_softmax_over_examples, m.bug_softmax_over_examples_hint],
	softmax_diagonal: [m.bug_softmax_diagonal, m.bug_softmax_diagonal_hint],
	statistics_constant: [m.bug_statistics_constant, m.bug_statistics_constant_hint],
	mean_path_missing: [m.bug_mean_path_missing, m.bug_mean_path_missing_hint],
	variance_path_missing: [m.bug_variance_path_missing, m.bug_variance_path_missing_hint],
	one_less_counted: [m.bug_one_less_counted, m.bug_one_less_counted_hint],
	spread_forgotten: [m.bug_spread_forgotten, m.bug_spread_forgotten_hint],
	gain_forgotten: [m.bug_gain_forgotten, m.bug_gain_forgotten_hint],
	kernel_flipped: [m.bug_kernel_flipped, m.bug_kernel_flipped_hint],
	repeats_overwritten: [m.bug_repeats_overwritten, m.bug_repeats_overwritten_hint]
};

export function bugName({ id, words: own }: Pick<Bug, 'id' | 'words'>): string {
	return own?.name ?? words[id]?.[0]() ?? id;
}

export function bugHint({ id, words: own }: Pick<Bug, 'id' | 'words'>): string {
	return own?.hint ?? words[id]?.[1]() ?? '';
}
