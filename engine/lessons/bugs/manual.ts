/** What goes wrong in lesson 1, by hand: the loss, the products, the gate, the update. */
import type { Bug } from '../bugs.ts';

const ALL = ['y_pred', 'w2', 'h_relu', 'h', 'w1'];
const ERROR = '2.0 * (y_pred - y)';
const MASK = 'grad_h[h < 0] = 0';
const GRAD_H_RELU = 'grad_h_relu = grad_y_pred.mm(w2.t())';
const UPDATE_W2 = 'w2 -= learning_rate * grad_w2';

const loss: readonly Bug[] = [
	{ id: 'factor_missing', edits: [{ from: ERROR, to: '(y_pred - y)' }], targets: ALL },
	{ id: 'mean_for_sum', edits: [{ from: ERROR, to: `${ERROR} / (N * D_out)` }], targets: ALL },
	{ id: 'target_forgotten', edits: [{ from: ERROR, to: '2.0 * y_pred' }], targets: ALL },
	{ id: 'difference_swapped', edits: [{ from: ERROR, to: '2.0 * (y - y_pred)' }], targets: ALL },
	{ id: 'square_kept', edits: [{ from: ERROR, to: '(y_pred - y).pow(2)' }], targets: ALL }
];

const products: readonly Bug[] = [
	{
		id: 'relu_forgotten',
		edits: [{ from: 'h_relu.t().mm(grad_y_pred)', to: 'h.t().mm(grad_y_pred)' }],
		targets: ['w2']
	},
	{
		id: 'weight_updated',
		edits: [
			{ from: `\n    ${UPDATE_W2}`, to: '' },
			{ from: GRAD_H_RELU, to: `${UPDATE_W2}\n    ${GRAD_H_RELU}` }
		],
		targets: ['h_relu', 'h', 'w1']
	},
	{
		id: 'gradient_for_weight',
		edits: [{ from: 'mm(w2.t())', to: 'mm(grad_w2.t())' }],
		targets: ['h_relu', 'h', 'w1']
	},
	{
		id: 'weight_not_transposed',
		edits: [{ from: 'mm(w2.t())', to: 'mm(w2)' }],
		targets: ['h_relu', 'h', 'w1'],
		sizes: { H: 4, D_out: 4 }
	},
	{
		id: 'gradient_transposed',
		edits: [{ from: 'h_relu.t().mm(grad_y_pred)', to: 'grad_y_pred.t().mm(h_relu)' }],
		targets: ['w2'],
		sizes: { H: 4, D_out: 4 }
	},
	{
		id: 'input_not_transposed',
		edits: [{ from: 'x.t().mm(grad_h)', to: 'x.mm(grad_h)' }],
		targets: ['w1'],
		sizes: { N: 4, D_in: 4 }
	}
];

const gate: readonly Bug[] = [
	{ id: 'mask_missing', edits: [{ from: MASK, to: 'pass' }], targets: ['h', 'w1'] },
	{
		id: 'mask_by_gradient',
		edits: [{ from: MASK, to: 'grad_h[grad_h < 0] = 0' }],
		targets: ['h', 'w1']
	},
	{ id: 'mask_inverted', edits: [{ from: MASK, to: 'grad_h[h > 0] = 0' }], targets: ['h', 'w1'] },
	{
		id: 'mask_bypassed',
		edits: [{ from: 'x.t().mm(grad_h)', to: 'x.t().mm(grad_h_relu)' }],
		targets: ['w1']
	},
	{
		id: 'clone_missing',
		edits: [{ from: 'grad_h_relu.clone()', to: 'grad_h_relu' }],
		targets: ['h_relu']
	}
];

export const manualBugs: readonly Bug[] = [...loss, ...products, ...gate];
