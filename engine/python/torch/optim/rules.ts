/** The update rules: SGD, Adam, AdamW, Adagrad and RMSprop, step by step as PyTorch 1.13 takes them. */
import { PythonError } from '../../errors.ts';
import type { PyClass } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import type { PyDict } from '../../values.ts';
import { PyTuple, toNumber } from '../../values.ts';
import type { PyTensor } from '../../variable.ts';
import type { Given, Parameters } from '../nn/native.ts';
import { add, over, plus, plusScaled, scale, scaled, subtractScaled } from './arithmetic.ts';
import { kept, nextStep, type Group } from './group.ts';
import { createOptimizer, refuseNegative } from './optimizer.ts';

/** Settings of how PyTorch computes a step, which change nothing here. */
const unused: Parameters = [
	['foreach', null],
	['differentiable', false]
];
const maximize = ['maximize', false] as const;

/** The gradient that a step goes along: turned around to climb, and with the decay of the weights in it. */
function direction(rt: Runtime, parameter: PyTensor, gradient: PyTensor, group: Group): PyTensor {
	const down = group.flag('maximize') ? rt.apply('neg', [gradient]) : gradient;
	const decay = group.number('weight_decay');
	return decay === 0 ? down : plusScaled(rt, down, parameter, decay);
}

const squareRoot = (rt: Runtime, x: PyTensor) => rt.apply('sqrt', [x]);

function zeros(rt: Runtime, memory: PyDict, name: string, like: PyTensor): PyTensor {
	const found = kept(memory, name);
	if (found) return found;
	const made = rt.apply('zeros_like', [like]);
	memory.with(name, made);
	return made;
}

/** v ← μ·v + (1 − τ)·g, the first v being g itself; the step goes along v, or along g + μ·v. */
function momentumStep(rt: Runtime, parameter: PyTensor, gradient: PyTensor, group: Group): void {
	const lr = group.number('lr');
	let step = direction(rt, parameter, gradient, group);
	const momentum = group.number('momentum');
	if (momentum !== 0) {
		const memory = group.memory(parameter);
		let velocity = kept(memory, 'momentum_buffer');
		if (!velocity) {
			velocity = rt.apply('clone', [step]);
			memory.with('momentum_buffer', velocity);
		} else {
			scale(rt, velocity, momentum);
			add(rt, velocity, scaled(rt, step, 1 - group.number('dampening')));
		}
		step = group.flag('nesterov') ? plusScaled(rt, step, velocity, momentum) : velocity;
	}
	subtractScaled(rt, parameter, step, lr);
}

function checkSgd(rt: Runtime, given: Given): void {
	refuseNegative(rt, given, 'lr', 'learning rate');
	refuseNegative(rt, given, 'momentum', 'momentum value');
	refuseNegative(rt, given, 'weight_decay', 'weight_decay value');
	const momentum = toNumber(given.momentum, 'momentum');
	if (given.nesterov !== true || (momentum > 0 && Number(given.dampening) === 0)) return;
	const message = 'Nesterov momentum requires a momentum and zero dampening';
	throw new PythonError('ValueError', message, rt.at);
}

/** m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε). */
function adamStep(rt: Runtime, parameter: PyTensor, gradient: PyTensor, group: Group): void {
	const memory = group.memory(parameter);
	const step = nextStep(memory);
	const [beta1, beta2] = group.pair('betas');
	const mean = zeros(rt, memory, 'exp_avg', parameter);
	const square = zeros(rt, memory, 'exp_avg_sq', parameter);
	scale(rt, mean, beta1);
	add(rt, mean, scaled(rt, gradient, 1 - beta1));
	scale(rt, square, beta2);
	add(rt, square, scaled(rt, rt.apply('mul', [gradient, gradient]), 1 - beta2));
	const largest = group.flag('amsgrad') ? largestSoFar(rt, memory, square) : square;
	const root = over(rt, squareRoot(rt, largest), Math.sqrt(1 - beta2 ** step));
	const denominator = plus(rt, root, group.number('eps'));
	const size = group.number('lr') / (1 - beta1 ** step);
	subtractScaled(rt, parameter, rt.apply('div', [mean, denominator]), size);
}

function largestSoFar(rt: Runtime, memory: PyDict, square: PyTensor): PyTensor {
	const largest = zeros(rt, memory, 'max_exp_avg_sq', square);
	return rt.write(largest, 'maximum', [largest, square]);
}

function checkAdam(rt: Runtime, given: Given): void {
	refuseNegative(rt, given, 'lr', 'learning rate');
	refuseNegative(rt, given, 'eps', 'epsilon value');
	const betas = given.betas instanceof PyTuple ? given.betas.items : [];
	betas.forEach((beta, i) => {
		const value = toNumber(beta, 'betas');
		if (value >= 0 && value < 1) return;
		const message = `Invalid beta parameter at index ${i}: ${String(beta)}`;
		throw new PythonError('ValueError', message, rt.at);
	});
	refuseNegative(rt, given, 'weight_decay', 'weight_decay value');
}

const adamSettings = (decay: number | bigint): Parameters => [
	['lr', 0.001],
	['betas', new PyTuple([0.9, 0.999])],
	['eps', 1e-8],
	['weight_decay', decay],
	['amsgrad', false],
	['foreach', null],
	maximize,
	['capturable', false]
];

const sgd = createOptimizer('SGD', {
	module: 'sgd',
	settings: [
		'lr',
		['momentum', 0n],
		['dampening', 0n],
		['weight_decay', 0n],
		['nesterov', false],
		maximize,
		...unused
	],
	check: checkSgd,
	update: momentumStep
});

const adam = createOptimizer('Adam', {
	module: 'adam',
	settings: [...adamSettings(0n), ['differentiable', false], ['fused', false]],
	check: checkAdam,
	update: (rt, parameter, gradient, group) =>
		adamStep(rt, parameter, direction(rt, parameter, gradient, group), group)
});

/** The weights decay by themselves, not through the gradient. */
const adamW = createOptimizer('AdamW', {
	module: 'adamw',
	settings: adamSettings(0.01),
	check: checkAdam,
	update(rt, parameter, gradient, group) {
		scale(rt, parameter, 1 - group.number('lr') * group.number('weight_decay'));
		const down = group.flag('maximize') ? rt.apply('neg', [gradient]) : gradient;
		adamStep(rt, parameter, down, group);
	}
});

/** s ← s + g², w ← w − lr/(1 + (t−1)·decay) · g / (√s + ε). */
const adagrad = createOptimizer('Adagrad', {
	module: 'adagrad',
	settings: [
		['lr', 0.01],
		['lr_decay', 0n],
		['weight_decay', 0n],
		['initial_accumulator_value', 0n],
		['eps', 1e-10],
		['foreach', null],
		['maximize', false]
	],
	check: (rt, given) => refuseNegative(rt, given, 'lr', 'learning rate'),
	update(rt, parameter, gradient, group) {
		const memory = group.memory(parameter);
		const step = nextStep(memory);
		const g = direction(rt, parameter, gradient, group);
		const sum = zeros(rt, memory, 'sum', parameter);
		const start = group.number('initial_accumulator_value');
		if (step === 1 && start !== 0) add(rt, sum, plus(rt, rt.apply('zeros_like', [sum]), start));
		add(rt, sum, rt.apply('mul', [g, g]));
		const size = group.number('lr') / (1 + (step - 1) * group.number('lr_decay'));
		const root = plus(rt, squareRoot(rt, sum), group.number('eps'));
		subtractScaled(rt, parameter, rt.apply('div', [g, root]), size);
	}
});

/** s ← αs + (1−α)g², w ← w − lr · g / (√s + ε); with momentum, along b ← μb + g/(√s + ε). */
const rmsprop = createOptimizer('RMSprop', {
	module: 'rmsprop',
	settings: [
		['lr', 0.01],
		['alpha', 0.99],
		['eps', 1e-8],
		['weight_decay', 0n],
		['momentum', 0n],
		['centered', false],
		maximize,
		...unused
	],
	check: (rt, given) => refuseNegative(rt, given, 'lr', 'learning rate'),
	update(rt, parameter, gradient, group) {
		const memory = group.memory(parameter);
		const g = direction(rt, parameter, gradient, group);
		const alpha = group.number('alpha');
		const square = zeros(rt, memory, 'square_avg', parameter);
		scale(rt, square, alpha);
		add(rt, square, scaled(rt, rt.apply('mul', [g, g]), 1 - alpha));
		const root = plus(
			rt,
			squareRoot(rt, centred(rt, memory, square, g, group)),
			group.number('eps')
		);
		let step = rt.apply('div', [g, root]);
		const momentum = group.number('momentum');
		if (momentum > 0) {
			const velocity = zeros(rt, memory, 'momentum_buffer', parameter);
			scale(rt, velocity, momentum);
			add(rt, velocity, step);
			step = velocity;
		}
		subtractScaled(rt, parameter, step, group.number('lr'));
	}
});

/** `centered=True` takes the square of the mean gradient off. */
function centred(
	rt: Runtime,
	memory: PyDict,
	square: PyTensor,
	g: PyTensor,
	group: Group
): PyTensor {
	if (!group.flag('centered')) return square;
	const alpha = group.number('alpha');
	const mean = zeros(rt, memory, 'grad_avg', g);
	scale(rt, mean, alpha);
	add(rt, mean, scaled(rt, g, 1 - alpha));
	return rt.apply('sub', [square, rt.apply('mul', [mean, mean])]);
}

export const rules: readonly PyClass[] = [sgd, adam, adamW, adagrad, rmsprop];
