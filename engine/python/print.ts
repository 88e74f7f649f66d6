/**
 * How PyTorch 1.13 writes a tensor: `tensor([[ 1.0000, -2.5000], …], grad_fn=<MulBackward0>)`,
 * with its default print options (4 digits, 80 columns, a summary above 1000 elements).
 */
import { floatText, isNegative } from './digits.ts';
import { stridesOf } from '../shape.ts';
import { isFloat, type DType, type FloatType, type Shape, type Tensor } from '../tensor.ts';

/** What PyTorch knows of a tensor beside its values. */
export interface TensorNotes {
	/** `MulBackward0`; shown instead of `requiresGrad`. */
	readonly gradFn?: string;
	readonly requiresGrad?: boolean;
	/** The dtype that needs no `dtype=`; float32 unless the program changed it. */
	readonly defaultDtype?: FloatType;
}

const PRECISION = 4;
const THRESHOLD = 1000;
/** Elements kept at each end of a dimension in a summary. */
const EDGE = 3;
const LINE_WIDTH = 80;
const PREFIX = 'tensor(';

/** PyTorch's repr of `t`. */
export function showTensor(t: Tensor, notes: TensorNotes = {}): string {
	const body = t.data.length === 0 ? '[]' : showValues(t);
	return withSuffixes(PREFIX + body, suffixesOf(t, notes));
}

/** `torch.Size([64, 1000])`. */
export function showSize(shape: Shape): string {
	return `torch.Size([${shape.join(', ')}])`;
}

function suffixesOf({ shape, dtype, data }: Tensor, notes: TensorNotes): string[] {
	const suffixes: string[] = [];
	const usual: readonly DType[] = [notes.defaultDtype ?? 'float32'];
	// Values tell an int64 or a bool by themselves; where there are none, PyTorch says the dtype.
	const clear: readonly DType[] = data.length === 0 ? usual : [...usual, 'int64', 'bool'];
	if (data.length === 0 && shape.length !== 1) suffixes.push(`size=(${shape.join(', ')})`);
	if (!clear.includes(dtype)) suffixes.push(`dtype=torch.${dtype}`);
	if (notes.gradFn !== undefined) suffixes.push(`grad_fn=<${notes.gradFn}>`);
	else if (notes.requiresGrad) suffixes.push('requires_grad=True');
	return suffixes;
}

/** A suffix that would pass the line's end goes to a new line. */
function withSuffixes(text: string, suffixes: readonly string[]): string {
	let out = text;
	let column = text.length - text.lastIndexOf('\n') + 1;
	for (const suffix of suffixes) {
		if (column + suffix.length + 2 > LINE_WIDTH) {
			out += `,\n${' '.repeat(PREFIX.length)}${suffix}`;
			column = PREFIX.length + suffix.length;
		} else {
			out += `, ${suffix}`;
			column += suffix.length + 2;
		}
	}
	return `${out})`;
}

/** The bracketed values; in a summary only the shown ones decide their common format. */
function showValues({ shape, dtype, data }: Tensor): string {
	const summary = data.length > THRESHOLD;
	const strides = stridesOf(shape);
	const format = formatFor(dtype, summary ? shownValues(shape, strides, data) : data);

	function show(dim: number, offset: number, indent: number): string {
		if (dim === shape.length) return format.show(data[offset]);
		const last = dim === shape.length - 1;
		const parts = kept(shape[dim], summary).map((i) => {
			if (i === null) return last ? ' ...' : '...';
			return show(dim + 1, offset + i * strides[dim], indent + 1);
		});
		if (last) return `[${wrap(parts, format.width, indent)}]`;
		const breaks = '\n'.repeat(shape.length - dim - 1);
		return `[${parts.join(`,${breaks}${' '.repeat(indent + 1)}`)}]`;
	}

	return show(0, 0, PREFIX.length);
}

/** Indices shown of a dimension; null stands for the dots. */
function kept(extent: number, summary: boolean): (number | null)[] {
	const all = Array.from({ length: Math.min(extent, 2 * EDGE) }, (_, i) => i);
	if (!summary) return Array.from({ length: extent }, (_, i) => i);
	if (extent <= 2 * EDGE) return all;
	return [...all.slice(0, EDGE), null, ...all.slice(0, EDGE).map((i) => extent - EDGE + i)];
}

function shownValues(shape: Shape, strides: readonly number[], data: Tensor['data']): number[] {
	let offsets = [0];
	shape.forEach((extent, dim) => {
		const indices = kept(extent, true).filter((i) => i !== null);
		offsets = offsets.flatMap((offset) => indices.map((i) => offset + i * strides[dim]));
	});
	return offsets.map((offset) => data[offset]);
}

/** As many values a line as fit; PyTorch counts a comma and a space after each. */
function wrap(parts: readonly string[], width: number, indent: number): string {
	const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (width + 2)));
	const lines: string[] = [];
	for (let i = 0; i < parts.length; i += perLine) {
		lines.push(parts.slice(i, i + perLine).join(', '));
	}
	return lines.join(`,\n${' '.repeat(indent + 1)}`);
}

interface ValueFormat {
	/** Columns of a value, spaces in front included. */
	readonly width: number;
	show(value: number): string;
}

/** One format for all values: integers (`3.`), four decimals, or powers of ten (`2.9429e+07`). */
function formatFor(dtype: DType, values: ArrayLike<number>): ValueFormat {
	if (!isFloat(dtype)) {
		const text = (x: number) => (dtype === 'bool' ? (x ? 'True' : 'False') : String(BigInt(x)));
		return aligned(text, Array.from(values, text));
	}
	const finite = Array.from(values).filter((x) => Number.isFinite(x) && x !== 0);
	const sizes = finite.map(Math.abs);
	const most = sizes.reduce((a, b) => Math.max(a, b), 0);
	const least = sizes.reduce((a, b) => Math.min(a, b), Infinity);
	const whole = finite.every(Number.isInteger);
	const powers = most / least > 1000 || most > 1e8 || (!whole && least < 1e-4);
	const type = powers ? 'e' : 'f';
	const places = whole && !powers ? 0 : PRECISION;
	const point = whole && !powers;
	const text = (x: number) =>
		(isNegative(x) ? '-' : '') + floatText(x, type, places, point && Number.isFinite(x));
	return aligned(text, finite.map(text));
}

function aligned(text: (value: number) => string, decisive: readonly string[]): ValueFormat {
	const width = decisive.reduce((most, { length }) => Math.max(most, length), 1);
	return { width, show: (value) => text(value).padStart(width) };
}
