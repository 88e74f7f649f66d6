/** The names of torch.nn. */
import { PyModule, type Value } from '../../values.ts';
import { activations } from './activations.ts';
import { containers } from './containers.ts';
import { convolutions } from './convolutions.ts';
import './gradients.ts';
import { initModule } from './init.ts';
import { layers } from './layers.ts';
import { losses } from './losses.ts';
import { moduleClass } from './module.ts';
import { parameterType } from './parameter.ts';

const classes = [moduleClass, ...layers, ...activations, ...convolutions, ...containers, ...losses];

const names = new Map<string, Value>([
	...classes.map((cls) => [cls.name, cls] as const),
	['Parameter', parameterType],
	['init', initModule]
]);

/** torch.nn, with `functional` as its submodule. */
export function createNn(functional: PyModule): PyModule {
	return PyModule.of('torch.nn', new Map([...names, ['functional', functional]]));
}
