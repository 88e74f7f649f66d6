/** What a program must know before it can go on: the numbers of a tensor. */
import type { Tensor } from '../../tensor.ts';
import type { Runtime } from '../runtime.ts';
import type { Evaluation } from '../values.ts';
import type { PyTensor } from '../variable.ts';

/** A value known on the host, computed if it has to be. */
export function* hostOf(rt: Runtime, x: PyTensor): Evaluation<Tensor> {
	const { id } = rt.present(x);
	if (!rt.hosts.has(id)) yield { ids: [id] };
	return rt.host(id);
}
