/** Every named tensor of a finished lesson, as JSON: row-major, NaN and infinities as strings. */
import type { Session } from '../session.ts';
import { PyTensor } from '../python/variable.ts';
import type { Tensor } from '../tensor.ts';

type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

interface JsonTensor {
	readonly shape: readonly number[];
	readonly dtype: string;
	readonly requires_grad: boolean;
	readonly data: readonly JsonNumber[];
	readonly grad: { readonly shape: readonly number[]; readonly data: readonly JsonNumber[] } | null;
}

export async function describeTensors(session: Session): Promise<Record<string, JsonTensor>> {
	const { runtime } = session;
	const named = [...runtime.globals.names].filter(
		(entry): entry is [string, PyTensor] => entry[1] instanceof PyTensor
	);
	await session.read(
		named.flatMap(([, { node, grad }]) => (grad ? [node.id, grad.node.id] : [node.id]))
	);
	const describe = (tensor: PyTensor): JsonTensor => {
		const value = runtime.host(tensor.node.id);
		const grad = tensor.grad && runtime.host(tensor.grad.node.id);
		return {
			shape: value.shape,
			dtype: value.dtype,
			requires_grad: tensor.requiresGrad,
			data: numbers(value),
			grad: grad && { shape: grad.shape, data: numbers(grad) }
		};
	};
	return Object.fromEntries(named.map(([name, tensor]) => [name, describe(tensor)]));
}

function numbers({ data }: Tensor): JsonNumber[] {
	return Array.from(data, (value) =>
		Number.isFinite(value) ? value : (String(value) as JsonNumber)
	);
}
