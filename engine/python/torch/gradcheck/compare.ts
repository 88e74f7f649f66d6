/** Whether two Jacobians agree, and what PyTorch says where they do not. */
import { promote, storable } from '../../../ops/dtypes.ts';
import type { Tensor } from '../../../tensor.ts';
import type { PythonError } from '../../errors.ts';
import { formatFloat } from '../../format.ts';
import { showTensor } from '../../print.ts';
import type { Runtime } from '../../runtime.ts';
import { failure } from './errors.ts';

/** torch.allclose: |a − n| ≤ atol + |rtol · n|, or equal, in the wider of the two dtypes. */
export function allClose(a: Tensor, n: Tensor, rtol: number, atol: number): boolean {
	const dtype = promote(a.dtype, n.dtype);
	const slack = storable(rtol, dtype);
	return n.data.every((value, i) => {
		const distance = storable(Math.abs(a.data[i] - value), dtype);
		const allowed = storable(atol + Math.abs(storable(slack * value, dtype)), dtype);
		return a.data[i] === value || (Number.isFinite(distance) && distance <= allowed);
	});
}

/** The largest difference, as Python writes it; NaN where there is one. */
export function mostApart(n: Tensor, a: Tensor): string {
	const dtype = promote(a.dtype, n.dtype);
	const apart = Array.from(n.data, (value, i) => Math.abs(storable(value - a.data[i], dtype)));
	return formatFloat(apart.reduce((most, each) => Math.max(most, each), 0));
}

export function written(rt: Runtime, value: Tensor): string {
	return showTensor(value, { defaultDtype: rt.dtype });
}

/** The error of a pair that disagrees; `more` follows it. */
export function mismatch(
	rt: Runtime,
	{ a, n, output, input }: { a: Tensor; n: Tensor; output: number; input: number },
	more = ''
): PythonError {
	return failure(
		rt,
		`Jacobian mismatch for output ${output} with respect to input ${input},\n` +
			`numerical:${written(rt, n)}\nanalytical:${written(rt, a)}\n${more}`,
		more === ''
			? 'a row for each entry of the input, a column for each entry of the output'
			: undefined
	);
}
