/** torch.autograd.gradcheck the module, beside the function of that name in torch.autograd. */
import { PyModule, type PyBuiltin, type Value } from '../../values.ts';
import { gradcheckError } from './errors.ts';
import { gradcheckFunction } from './gradcheck.ts';
import { gradgradcheckFunction } from './gradgradcheck.ts';

export const checks: readonly PyBuiltin[] = [gradcheckFunction, gradgradcheckFunction];

export const checkModule = PyModule.of(
	'torch.autograd.gradcheck',
	new Map<string, Value>([...checks, gradcheckError].map((each) => [each.name, each]))
);
