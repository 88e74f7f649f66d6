/** torch.autograd.gradcheck the module, beside the function of that name in torch.autograd. */
import { PyModule, type PyBuiltin, type Value } from '../../values.ts';
import { gradcheckError } from './errors.ts';
import { gradcheckFunction } from './gradcheck.ts';
import { gradgradcheckFunction } from './gradgradcheck.ts';

export const checks: readonly PyBuiltin[] = [gradcheckFunction, gradgradcheckFunction];

/** Made when asked for: what runs no lesson needs none of this. */
export function createCheckModule(): PyModule {
	const members = [...checks, gradcheckError].map((each): [string, Value] => [each.name, each]);
	return PyModule.of('torch.autograd.gradcheck', new Map(members));
}
