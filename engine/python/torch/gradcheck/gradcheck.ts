/** torch.autograd.gradcheck: the gradients of a function of the lesson beside its slopes. */
import { PythonError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { bindArguments, type Bound, type Signature } from '../../signature.ts';
import { PyBuiltin, toNumber, type Arguments, type Evaluation } from '../../values.ts';
import { asFlag } from '../arguments.ts';
import { vanishes } from './analytical.ts';
import { beside } from './beside.ts';
import { failure, isFailure, requireThat, unsupported } from './errors.ts';
import { fastCheck } from './fast.ts';
import { slowCheck } from './slow.ts';
import {
	checkedInputs,
	differentiable,
	resultsOf,
	tupled,
	type Measure,
	type Subject
} from './subject.ts';
import { warn } from '../../warnings.ts';

const SIGNATURE: Signature = [
	'func',
	'inputs',
	['eps', 1e-6],
	['atol', 1e-5],
	['rtol', 1e-3],
	['raise_exception', true],
	['check_sparse_nnz', false],
	['nondet_tol', 0],
	['check_undefined_grad', true],
	['check_grad_dtypes', false],
	['check_batched_grad', false],
	['check_batched_forward_grad', false],
	['check_forward_ad', false],
	['check_backward_ad', true],
	['fast_mode', false]
];

export const gradcheckFunction = checker(
	'gradcheck',
	SIGNATURE,
	['func', 'inputs'],
	2,
	function* (rt, bound) {
		refuseArguments(rt, bound);
		try {
			return yield* beside(rt, checked(rt, bound));
		} catch (error) {
			if (isFailure(error) && !asFlag(bound.raise_exception)) return false;
			throw error;
		}
	}
);

/** A function whose first arguments alone may go without a name, with Python's words for others. */
export function checker(
	name: string,
	signature: Signature,
	required: readonly string[],
	most: number,
	run: (rt: Runtime, bound: Bound) => Evaluation<boolean>
): PyBuiltin {
	const call = (rt: Runtime, args: Arguments) => {
		const { length } = args.positional;
		const type = (message: string) => new PythonError('TypeError', `${name}() ${message}`, rt.at);
		if (length > most) {
			const takes = required.length === most ? `${most}` : `from ${required.length} to ${most}`;
			throw type(`takes ${takes} positional arguments but ${length} were given`);
		}
		const absent = required.slice(length).filter((each) => !args.keywords.has(each));
		if (absent.length > 0) {
			const named = absent.map((each) => `'${each}'`).join(' and ');
			const s = absent.length > 1 ? 's' : '';
			throw type(`missing ${absent.length} required positional argument${s}: ${named}`);
		}
		return run(rt, bindArguments(name, signature, args).bound);
	};
	return new PyBuiltin(name, call, signature);
}

function refuseArguments(rt: Runtime, bound: Bound): void {
	const is = (name: string) => asFlag(bound[name]);
	requireThat(
		rt,
		is('check_forward_ad') || is('check_backward_ad'),
		'Expected at least one of check_forward_ad or check_backward_ad to be True'
	);
	requireThat(
		rt,
		!is('check_batched_grad') || is('check_backward_ad'),
		'Setting check_batched_grad=True requires check_backward_ad to be True'
	);
	requireThat(
		rt,
		!is('check_batched_forward_grad') || is('check_forward_ad'),
		'Setting check_batched_forward_grad=True requires check_forward_ad to be True'
	);
	const forward = 'there are no forward-mode gradients here to check';
	if (is('check_forward_ad')) throw unsupported(rt, 'check_forward_ad', forward);
	if (is('check_batched_grad')) {
		throw unsupported(
			rt,
			'check_batched_grad',
			'gradients are computed one by one, never in batches'
		);
	}
}

function* checked(rt: Runtime, bound: Bound): Evaluation<boolean> {
	const [eps, atol, rtol, nondetTol] = ['eps', 'atol', 'rtol', 'nondet_tol'].map((name) =>
		toNumber(bound[name], name)
	);
	const measure: Measure = { eps, atol, rtol, nondetTol };
	const given = { func: bound.func, arguments: tupled(bound.inputs) };
	const inputs = checkedInputs(rt, given.arguments);
	const results = yield* resultsOf(rt, given);
	const subject: Subject = { ...given, inputs, results, outputs: differentiable(results) };
	yield* (asFlag(bound.fast_mode) ? fastCheck : slowCheck)(rt, subject, measure);
	const isNearly = (gradient: number) => Math.abs(gradient) <= 1e-8;
	const isZero = (gradient: number) => gradient === 0;
	const zero = asFlag(bound.check_sparse_nnz) ? isNearly : isZero;
	if (!(yield* vanishes(rt, subject, subject.outputs, zero))) {
		throw failure(rt, 'backward not multiplied by grad_output');
	}
	if (asFlag(bound.check_undefined_grad)) yield* checkUndefined(rt, subject);
	return true;
}

/** Outputs of new calls, one after the other without a gradient, the others with zeros. */
function* checkUndefined(rt: Runtime, subject: Subject): Evaluation<void> {
	// where no output has a gradient there is nothing to follow, but PyTorch calls the function too
	yield* resultsOf(rt, subject);
	const { length } = subject.outputs;
	for (let without = 0; length > 1 && without < length; without++) {
		const outputs = differentiable(yield* resultsOf(rt, subject));
		const others = outputs.filter((_, k) => k !== without);
		if (yield* vanishes(rt, subject, others, (gradient) => gradient === 0)) continue;
		warn(
			rt,
			'Backwards compatibility: New undefined gradient support checking feature is enabled by default, ' +
				'but it may break existing callers of this function. If this is true for you, you can call this ' +
				'function with "check_undefined_grad=False" to disable the feature'
		);
		throw failure(
			rt,
			'Expected all input grads to be undefined or zero when all output grads are undefined or zero. ' +
				'Please look at "Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'
		);
	}
}
