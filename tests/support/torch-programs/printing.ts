/** What programs print: tensors in PyTorch's format, numbers out of them, f-strings. */
import { sizeOf } from '#engine/tensor.ts';
import type { Maker } from './writer.ts';

const tensor: Maker = (w, d) => {
	const x = w.pick(d, () => true);
	if (!x) return false;
	return w.line(
		d.of([`print(${x.name})`, `print('x', ${x.name}, end='|\\n')`, `print(f'{${x.name}}')`])
	);
};

const number: Maker = (w, d) => {
	const x = w.pick(d, ({ shape }) => sizeOf(shape) > 0);
	if (!x) return false;
	const { name, shape, sort } = x;
	const one = shape.length === 0 ? name : `${name}.reshape(-1)[${d.below(sizeOf(shape))}]`;
	if (sort !== 'float') return w.line(`print(${one}.item(), ${name}.tolist())`);
	return w.line(
		d.of([
			`print(${one}.item())`,
			`print(f'{${one}.item():.4f}')`,
			`print(f'{${one}:.3f} {float(${one}):8.2e}')`,
			`print(round(${one}.item(), 3), '%.2f' % ${one}.item())`
		])
	);
};

const gradient: Maker = (w, d) => {
	const x = w.pick(d, ({ requiresGrad, isLeaf }) => requiresGrad && isLeaf);
	return x ? w.line(`print(${x.name}.grad)`) : false;
};

const history: Maker = (w, d) => {
	const x = w.pick(d, () => true);
	if (!x) return false;
	const { name } = x;
	return w.line(
		`print(${name}.requires_grad, ${name}.is_leaf, ${name}.grad_fn is None, ${name}.ndim)`
	);
};

export const printingMakers: Readonly<Record<string, Maker>> = {
	tensor,
	number,
	gradient,
	history
};
