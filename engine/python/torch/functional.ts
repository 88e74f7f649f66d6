/** torch.nn.functional: functions whose first argument is the tensor they work on. */
import { activationFunctions } from './activations.ts';
import { linear } from './affine.ts';
import { asFlag } from './arguments.ts';
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

const { sigmoid, tanh } = tensorFunctions;

/** Here, unlike torch.relu, it may be told to work in place. */
const relu: TensorFunction = {
	parameters: [['inplace', false]],
	run: (rt, x, { inplace }) => (asFlag(inplace) ? rt.write(x, 'relu', [x]) : rt.apply('relu', [x]))
};

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
