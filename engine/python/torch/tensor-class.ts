/** torch.Tensor, the type of every tensor. */
import type { Runtime } from '../runtime.ts';
import { PyType } from '../values.ts';
import { tensorTypes } from './types.ts';

/** Called, it makes what torch.FloatTensor makes. */
export function tensorClass(rt: Runtime): PyType {
	const { construct } = tensorTypes(rt.dtype).get('FloatTensor')!;
	return new PyType('torch.Tensor', 'python', null, construct, ['*data']);
}
