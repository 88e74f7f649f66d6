/** torch.nn.functional: functions whose first argument is the tensor they work on. */
import { activationFunctions } from './activations.ts';
import { linear } from './affine.ts';
import { dropout } from './chance.ts';
import { classLossFunctions } from './class-losses.ts';
import { lookups } from './classes.ts';
import { convolutions } from './convolve.ts';
import { tensorFunctions, type TensorFunction } from './functions.ts';
import { lossFunctions } from './losses.ts';
import { pad } from './padding.ts';
import { pools } from './pooling.ts';
import { functionalSoftmax } from './softmax.ts';
import { functionalNorms } from './spreads.ts';

const { relu, sigmoid, tanh } = tensorFunctions;

export const functionalFunctions: Readonly<Record<string, TensorFunction>> = {
	...{ relu, sigmoid, tanh },
	linear,
	dropout,
	pad,
	...convolutions,
	...pools,
	...lookups,
	...activationFunctions,
	...functionalSoftmax,
	...functionalNorms,
	...lossFunctions,
	...classLossFunctions
};
