/** torch.nn.functional: functions whose first argument is the tensor they work on. */
import { linear } from './affine.ts';
import { dropout } from './chance.ts';
import { lookups } from './classes.ts';
import { convolutions } from './convolve.ts';
import { tensorFunctions, type TensorFunction } from './functions.ts';
import { pad } from './padding.ts';
import { pools } from './pooling.ts';

const { relu } = tensorFunctions;

export const functionalFunctions: Readonly<Record<string, TensorFunction>> = {
	relu,
	linear,
	dropout,
	pad,
	...convolutions,
	...pools,
	...lookups
};
