import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { layers } from './scripts/arrows.mjs';
import svelteConfig from './svelte.config.js';

/**
 * The arrows as import rules. They see names only; the architecture test follows relative paths too.
 * @param {string} layer
 * @returns {import('eslint').Linter.Config}
 */
function arrowRules(layer) {
	const { own, types = [], packages = [], lazy = [] } = layers[layer] ?? { own: [] };
	const ours = [layer, ...own].map(aliasOf);
	const values = ['\\.', ...ours, ...packages.map(patternOf)];
	const typesOnly = [...types.map(aliasOf), ...lazy];
	const rule = [
		{
			regex: `^(?!${[...values, ...typesOnly].join('|')})`,
			message: `${layer} must not know it: see scripts/arrows.mjs.`
		},
		{
			regex: `^(${typesOnly.join('|')})`,
			allowTypeImports: true,
			message: `${layer} may take types of it, or import it lazily: see scripts/arrows.mjs.`
		}
	];
	return {
		files: layer.endsWith('.ts') ? [layer] : [`${layer}/**`],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{ patterns: typesOnly.length > 0 ? rule : rule.slice(0, 1) }
			]
		}
	};
}

/** @param {string} name of a package, as scripts/arrows.mjs has it */
function patternOf(name) {
	return name === 'node' ? 'node:' : name.replace('$', '\\$');
}

/** @param {string} folder */
function aliasOf(folder) {
	return `#${folder.replace(/^src\//, '')}`;
}

export default defineConfig(
	{
		ignores: [
			'.svelte-kit/',
			'build/',
			'node_modules/',
			'src/messages/compiled/',
			'test-results/',
			'tests/fixtures/'
		]
	},
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript knows the names better
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig }
		},
		rules: {
			// our sets and maps are replaced, not changed: $state.raw and $derived see them
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		// where a forgotten await would be a wrong number or a test that checks nothing
		files: ['engine/**/*.ts', 'src/**/*.ts', 'tests/**/*.ts'],
		ignores: ['**/*.svelte.ts', '**/*.svelte.test.ts'],
		languageOptions: {
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		rules: {
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/no-unnecessary-type-assertion': 'error'
		}
	},
	{
		files: ['**/*.ts'],
		ignores: ['*.config.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{ selector: 'ExportDefaultDeclaration', message: 'Export it by name.' }
			]
		}
	},
	...Object.keys(layers).map(arrowRules)
);
