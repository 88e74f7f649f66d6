/** What goes wrong in the lessons with autograd and in those of the gallery. */
import type { BuiltInId } from '../lesson.ts';
import type { Bug } from '../bugs.ts';

/** One edit. */
function bug(id: string, from: string, to: string, ...targets: readonly string[]): Bug {
	return { id, edits: [{ from, to }], targets };
}

/** The lines that empty `.grad` are left out. */
function zeroForgotten(lines: readonly string[], ...targets: readonly string[]): Bug {
	const edits = lines.map((from) => ({ from, to: 'pass' }));
	return { id: 'zero_forgotten', edits, targets, accumulates: true };
}

const neuron = [
	bug('factor_missing', 'grad_a = 2 * (a - y)', 'grad_a = a - y', 'a', 'z', 'w', 'b'),
	bug('difference_swapped', '2 * (a - y)', '2 * (y - a)', 'a', 'z', 'w', 'b'),
	bug('target_forgotten', '2 * (a - y)', '2 * a', 'a', 'z', 'w', 'b'),
	bug('sigmoid_slope_missing', 'grad_a * a * (1 - a)', 'grad_a', 'z', 'w', 'b'),
	bug('sigmoid_slope_of_input', 'grad_a * a * (1 - a)', 'grad_a * z * (1 - z)', 'z', 'w', 'b'),
	bug('input_forgotten', 'grad_w = grad_z * x', 'grad_w = grad_z * 1', 'w'),
	bug('weight_for_input', 'grad_w = grad_z * x', 'grad_w = grad_z * w', 'w')
];

const fanOut = [
	bug('way_overwritten', 'grad_x = by_left + by_right', 'grad_x = by_right', 'x'),
	bug('factor_itself', 'grad_left = right', 'grad_left = left', 'left', 'x')
];

const broadcast = [
	bug('factor_missing', '2 * (out - y)', 'out - y', 'out', 'b', 'h', 'w'),
	bug('difference_swapped', '2 * (out - y)', '2 * (y - out)', 'out', 'b', 'h', 'w'),
	bug('target_forgotten', '2 * (out - y)', '2 * out', 'out', 'b', 'h', 'w'),
	bug('bias_averaged', 'grad_out.sum(dim=0)', 'grad_out.mean(dim=0)', 'b')
];

const regression = [
	bug('factor_missing', '2 * error / N', 'error / N', 'error', 'y_pred', 'w', 'b'),
	bug('sign_flipped', '2 * error / N', '-2 * error / N', 'error', 'y_pred', 'w', 'b'),
	bug('mean_forgotten', '2 * error / N', '2 * error', 'error', 'y_pred', 'w', 'b'),
	bug('bias_averaged', 'grad_y_pred.sum(dim=0)', 'grad_y_pred.mean(dim=0)', 'b')
];

const logistic = [
	bug('mean_forgotten', '(p - y) / N', 'p - y', 'z', 'w'),
	bug('difference_swapped', '(p - y) / N', '(y - p) / N', 'z', 'w'),
	bug('target_forgotten', '(p - y) / N', 'p / N', 'z', 'w'),
	bug('logit_for_probability', '(p - y) / N', '(z.detach() - y) / N', 'z', 'w'),
	bug('sigmoid_slope_twice', '(p - y) / N', '(p - y) * p * (1 - p) / N', 'z', 'w'),
	zeroForgotten(['w.grad.zero_()', 'b.grad.zero_()'], 'w', 'b')
];

const ERROR = '(p - F.one_hot(labels, 3)) / N';
const softmax = [
	bug('mean_forgotten', ERROR, 'p - F.one_hot(labels, 3)', 'logits', 'w'),
	bug('difference_swapped', ERROR, '(F.one_hot(labels, 3) - p) / N', 'logits', 'w'),
	bug('target_forgotten', ERROR, 'p / N', 'logits', 'w'),
	bug('softmax_over_examples', '.detach(), dim=1)', '.detach(), dim=0)', 'logits', 'w'),
	bug(
		'logit_for_probability',
		ERROR,
		'(logits.detach() - F.one_hot(labels, 3)) / N',
		'logits',
		'w'
	),
	bug('softmax_diagonal', ERROR, '-F.one_hot(labels, 3) * (1 - p) / N', 'logits', 'w'),
	zeroForgotten(['w.grad.zero_()'], 'w')
];

const GRAD_X = 'grad_normal - shift - normal * stretch';
const layerNorm = [
	bug('factor_missing', '2 * (out - target)', 'out - target', 'out', 'gain', 'normal', 'x'),
	bug('statistics_constant', `(${GRAD_X})`, 'grad_normal', 'x'),
	bug('mean_path_missing', GRAD_X, 'grad_normal - normal * stretch', 'x'),
	bug('variance_path_missing', GRAD_X, 'grad_normal - shift', 'x'),
	bug(
		'one_less_counted',
		'(grad_normal * normal).mean(dim=1, keepdim=True)',
		'(grad_normal * normal).sum(dim=1, keepdim=True) / 3',
		'x'
	),
	bug('spread_forgotten', `(${GRAD_X}) / spread`, GRAD_X, 'x'),
	bug('gain_forgotten', 'grad_out * gain', 'grad_out', 'normal', 'x'),
	bug('input_forgotten', '(grad_out * normal).sum(dim=0)', 'grad_out.sum(dim=0)', 'gain')
];

const miniBatch = [
	bug(
		'mean_forgotten',
		'grad_y_pred = y_pred - wanted',
		'grad_y_pred = 2 * (y_pred - wanted)',
		...['y_pred', 'w', 'b']
	),
	bug(
		'factor_missing',
		'grad_y_pred = y_pred - wanted',
		'grad_y_pred = (y_pred - wanted) / len(part)',
		...['y_pred', 'w', 'b']
	),
	bug(
		'difference_swapped',
		'grad_y_pred = y_pred - wanted',
		'grad_y_pred = wanted - y_pred',
		...['y_pred', 'w', 'b']
	),
	bug('bias_averaged', 'grad_y_pred.sum(dim=0)', 'grad_y_pred.mean(dim=0)', 'b')
];

const convolution = [
	bug('factor_missing', 'grad_out = 2 * (', 'grad_out = (', 'out', 'kernel'),
	bug('kernel_flipped', '(image, grad_out)', '(image, grad_out.flip([2, 3]))', 'kernel'),
	zeroForgotten(['kernel.grad.zero_()'], 'kernel')
];

const embedding = [
	bug('factor_missing', 'grad_meaning = 2 * (', 'grad_meaning = (', 'meaning', 'rows', 'table'),
	bug('mean_forgotten', '(grad_meaning / 5).expand', 'grad_meaning.expand', 'rows', 'table'),
	bug(
		'repeats_overwritten',
		'grad_table = picks.T @ grad_rows',
		'grad_table = torch.zeros(6, 3)\n    grad_table[sentence] = grad_rows',
		'table'
	),
	zeroForgotten(['table.grad.zero_()'], 'table')
];

export const galleryBugs: Readonly<Partial<Record<BuiltInId, readonly Bug[]>>> = {
	autograd: [zeroForgotten(['w1.grad.data.zero_()', 'w2.grad.data.zero_()'], 'w1', 'w2')],
	neuron,
	'fan-out': fanOut,
	broadcast,
	regression,
	logistic,
	softmax,
	'mini-batch': miniBatch,
	convolution,
	'layer-norm': layerNorm,
	embedding,
	xor: [
		zeroForgotten(
			['optimizer.zero_grad()'],
			...['net.0.weight', 'net.0.bias', 'net.2.weight', 'net.2.bias']
		)
	],
	recurrent: [zeroForgotten(['optimizer.zero_grad()'], 'w_in', 'w_back')],
	attention: [zeroForgotten(['optimizer.zero_grad()'], 'w_query', 'w_key')]
};
