/** torch.nn.functional: functions whose first argument is the tensor they work on. */
import { dropout } from './chance.ts';
import { tensorFunctions, type TensorFunction } from './functions.ts';

const { relu } = tensorFunctions;

export const functionalFunctions: Readonly<Record<string, TensorFunction>> = { relu, dropout };
