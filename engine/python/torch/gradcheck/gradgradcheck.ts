/** torch.autograd.gradgradcheck: gradcheck of the gradients that a function's backward gives. */
import { storable } from '../../../ops/dtypes.ts';
import type { Runtime } from '../../runtime.ts';
import type { Bound, Signature } from '../../signature.ts';
import { PyBuiltin, PyTuple, type Evaluation, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';
import { asFlag } from '../arguments.ts';
import { asFloatType } from '../factories.ts';
import { gradFunction } from '../gradients.ts';
import { beside } from './beside.ts';
import { requireThat, unsupported } from './errors.ts';
import { checker, gradcheckFunction } from './gradcheck.ts';
import { differentiable, resultsOf, tupled } from './subject.ts';

/** What goes on to gradcheck as it is. */
const SHARED: readonly (readonly [name: string, value: Value])[] = [
	['eps', 1e-6],
	['atol', 1e-5],
	['rtol', 1e-3],
	['raise_exception', true],
	['nondet_tol', 0],
	['check_undefined_grad', true],
	['check_grad_dtypes', false],
	['check_batched_grad', false],
	['fast_mode', false]
];

const SIGNATURE: Signature = [
	'func',
	'inputs',
	['grad_outputs', null],
	...SHARED,
	// how numbers lie in memory changes none of them
	['gen_non_contig_grad_outputs', false],
	['check_fwd_over_rev', false],
	['check_rev_over_rev', true]
];

export const gradgradcheckFunction = checker(
	'gradgradcheck',
	SIGNATURE,
	['func', 'inputs'],
	3,
	function* (rt, bound) {
		refuseArguments(rt, bound);
		const inputs = tupled(bound.inputs);
		const seeds =
			bound.grad_outputs === null
				? yield* beside(rt, drawnSeeds(rt, bound.func, inputs))
				: tupled(bound.grad_outputs);
		const shared = SHARED.map(([name]) => [name, bound[name]] as const);
		const args = {
			positional: [gradientOf(bound.func, seeds.length), new PyTuple([...inputs, ...seeds])],
			keywords: new Map<string, Value>(shared)
		};
		return (yield* rt.language.call(rt, gradcheckFunction, args)) === true;
	}
);

function refuseArguments(rt: Runtime, bound: Bound): void {
	const is = (name: string) => asFlag(bound[name]);
	requireThat(
		rt,
		is('check_fwd_over_rev') || is('check_rev_over_rev'),
		'Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True'
	);
	for (const name of ['check_undefined_grad', 'check_batched_grad']) {
		const message = `Setting ${name}=True requires check_rev_over_rev to be True`;
		requireThat(rt, !is(name) || is('check_rev_over_rev'), message);
	}
	const why = 'there are no forward-mode gradients here to check';
	if (is('check_fwd_over_rev')) throw unsupported(rt, 'check_fwd_over_rev', why);
}

/** A gradient for each output, its entries drawn between −1 and 1. */
function* drawnSeeds(rt: Runtime, func: Value, inputs: readonly Value[]): Evaluation<PyTensor[]> {
	const outputs = differentiable(yield* resultsOf(rt, { func, arguments: inputs }));
	return outputs.map(({ shape, dtype }) => {
		rt.drawn();
		const drawn = rt.random.rand(shape, asFloatType(rt, 'rand', dtype));
		const round = (value: number) => storable(value, dtype);
		const data = drawn.data.map((each) => round(each - round(1 - each)));
		return rt.fresh({ ...drawn, data }, true);
	});
}

/** The function that takes the arguments and the gradients of the outputs, and gives those of the inputs. */
function gradientOf(func: Value, seeds: number): PyBuiltin {
	return new PyBuiltin('new_func', function* (rt, { positional }) {
		// where no output has a gradient, PyTorch's slice up to −0 leaves the function no argument
		const given = seeds === 0 ? [] : positional.slice(0, -seeds);
		const outputs = differentiable(yield* resultsOf(rt, { func, arguments: given }));
		const inputs = given.filter((each) => each instanceof PyTensor && each.requiresGrad);
		const lists = [outputs, inputs, positional.slice(given.length)];
		const gradients = yield* rt.language.call(rt, gradFunction, {
			positional: lists.map((each) => new PyTuple(each)),
			keywords: new Map<string, Value>([
				['create_graph', true],
				['allow_unused', true]
			])
		});
		return new PyTuple(tupled(gradients).filter((each) => each !== null));
	});
}
