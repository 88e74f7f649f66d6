/** Every ONNX operator that a model may use here, by name. */
import { elementwise, type Operator } from './elementwise.ts';
import { layers } from './layers.ts';
import { picking } from './picking.ts';
import { reductions } from './reductions.ts';
import { shapes } from './shapes.ts';

export const operators: Readonly<Record<string, Operator>> = {
	...elementwise,
	...shapes,
	...picking,
	...reductions,
	...layers
};
