/** Numbers and names as Python writes them. */

const KEYWORDS = new Set(
	(
		'and as assert async await break class continue def del elif else except False finally for from global if ' +
		'import in is lambda None nonlocal not or pass raise return True try while with yield'
	).split(' ')
);

/** The shortest decimal that rounds to the float32 `value`. */
export function float32Text(value: number): string {
	if (Number.isNaN(value)) return "float('nan')";
	if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
	if (Object.is(value, -0)) return '-0.0';
	for (let digits = 1; digits <= 9; digits++) {
		const shorter = Number(value.toPrecision(digits));
		if (Math.fround(shorter) === Math.fround(value)) return floatText(shorter);
	}
	return floatText(value);
}

/** With a point or an exponent, so that Python reads a float. */
export function floatText(value: number): string {
	const text = String(value);
	return /[.e]/.test(text) ? text.replace(/e\+?/, 'e') : `${text}.0`;
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

	/** `wanted`, with a number behind it where that is taken. */
	fresh(wanted: string): string {
		let identifier = wanted;
		for (let i = 2; this.#taken.has(identifier); i++) identifier = `${wanted}_${i}`;
		this.#taken.add(identifier);
		return identifier;
	}
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
	return KEYWORDS.has(text) ? `${text}_` : text;
}

function snakeCase(name: string): string {
	return name
		.replace(/_output(_0)?(?=$|_\d+$)/, '')
		.replace(/MatMul/g, 'Matmul')
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase();
}
