// DESIGN.md's arrows as data: who may import what. ESLint says so while one types (eslint.config.js),
// and tests/architecture.test.ts proves it. The longest matching folder decides.

/**
 * @typedef {object} Layer
 * @property {string[]} own our own folders and files that it may import, besides itself
 * @property {string[]} [types] our own folders of which it may import types only
 * @property {string[]} [packages] packages; `node:*` and `svelte/*` count as `node` and `svelte`
 * @property {string[]} [lazy] packages that it may import only dynamically, or as types
 */

/** What the code editor is made of. */
const editor = [
	...['autocomplete', 'commands', 'lang-python', 'language', 'lint', 'state', 'view'].map(
		(part) => `@codemirror/${part}`
	),
	'@lezer/highlight'
];

/** @type {Record<string, Layer>} */
export const layers = {
	engine: {
		own: ['engine/backends/onnx'],
		packages: ['@lezer/common', '@lezer/python']
	},
	'engine/backends/onnx': { own: ['engine'], lazy: ['onnxruntime-web'] },
	'engine/cli.ts': { own: ['engine/cli', 'engine'], packages: ['node'] },
	'engine/cli': { own: ['engine'], packages: ['node'] },
	'src/scene': { own: ['engine'], packages: ['d3', 'd3-dag'] },
	'src/worker': { own: ['engine'], packages: ['comlink'] },
	'src/state': {
		own: ['src/scene', 'src/worker', 'src/messages', 'engine'],
		packages: ['svelte', '$app', 'comlink']
	},
	'src/components': {
		own: ['src/state', 'src/scene', 'src/messages'],
		types: ['engine'],
		packages: ['svelte', '$app', 'd3', 'katex', ...editor]
	},
	routes: {
		own: ['src/components', 'src/state', 'src/scene', 'src/messages', 'engine'],
		packages: ['svelte', '$app', '@sveltejs/kit']
	}
};

/**
 * @param {string} file
 * @returns {string | undefined} the layer a file belongs to; tests and tools belong to none
 */
export function layerOf(file) {
	return Object.keys(layers)
		.filter((layer) => file === layer || file.startsWith(`${layer}/`))
		.sort((one, other) => other.length - one.length)[0];
}

/**
 * @param {string} specifier of a package
 * @returns {string} its name as the table has it
 */
export function packageOf(specifier) {
	if (specifier.startsWith('node:')) return 'node';
	const [first = '', second = ''] = specifier.split('/');
	return first.startsWith('@') ? `${first}/${second}` : first;
}
