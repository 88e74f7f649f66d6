/** Numbers and names as Python writes them. */
import { formatFloat } from '../python/format.ts';
import { keywords } from '../python/parse-tokens.ts';
import { shortestFloat32 } from '../shortest.ts';
import type { DType } from '../tensor.ts';

/** A number of a tensor, so that Python reads it as it is. */
export function numberText(value: number, dtype: DType): string {
	if (dtype === 'bool') return value ? 'True' : 'False';
	if (dtype === 'int64') return String(value);
	if (Number.isNaN(value)) return "float('nan')";
	if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
	return formatFloat(dtype === 'float32' ? shortestFloat32(value) : value);
}

/** Makes identifiers of names, each name its own: `fc1.weight` is fc1_weight. */
export class Identifiers {
	readonly #taken: Set<string>;
	readonly #known = new Map<string, string>();

	constructor(reserved: Iterable<string>) {
		this.#taken = new Set(reserved);
	}

	of(name: string): string {
		const known = this.#known.get(name);
		if (known !== undefined) return known;
		const identifier = this.fresh(plain(name));
		this.#known.set(name, identifier);
		return identifier;
	}

	/** `wanted`, or what is near it. */
	fresh(wanted: string): string {
		return take(keywords.has(wanted) ? `${wanted}_` : wanted, this.#taken);
	}
}

/** `wanted`, with a number behind it where that is `taken`; it is from now on. */
export function take(wanted: string, taken: Set<string>): string {
	let name = wanted;
	for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
	taken.add(name);
	return name;
}

/**
 * `/fc1/Gemm_output_0`, as PyTorch's exporter has it, is fc1_gemm; `w.grad` is grad_w, which claims to
 * be the gradient of w.
 */
function plain(name: string): string {
	const gradient = /^(.+)\.grad$/.exec(name);
	const own = gradient ? `grad_${gradient[1]}` : name.startsWith('/') ? snakeCase(name) : name;
	const text = own
		.replace(/^onnx::/, '')
		.replace(/[^A-Za-z0-9_]+/g, '_')
		.replace(/^_+|_+$/g, '');
	if (text === '') return 'value';
	if (/^\d/.test(text)) return /[./]/.test(name) ? `layer_${text}` : `value_${text}`;
	return text;
}

function snakeCase(name: string): string {
	return name
		.replace(/_output(_0)?(?=$|_\d+$)/, '')
		.replace(/MatMul/g, 'Matmul')
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase();
}
