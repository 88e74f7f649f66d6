/** Holds DESIGN.md's arrows on our own sources, and first shows on tiny trees that each rule can fail. */
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import {
	findCycles,
	findDomGlobals,
	findLongFiles,
	findModuleState,
	findWrongArrows,
	readTree,
	type Tree
} from './support/architecture.ts';
import { readSources } from './support/sources.ts';

function tree(sources: Record<string, string>): Tree {
	return readTree(new Map(Object.entries(sources)), packageJson.imports);
}

describe('the rules themselves', () => {
	test.each([
		['engine/a.ts', `import { line } from 'd3';`],
		['engine/a.ts', `import { draw } from '#scene/draw.ts';`],
		['engine/a.ts', `import type { Scene } from '../src/scene/draw.ts';`],
		['engine/a.ts', `export * from 'svelte/motion';`],
		['engine/a.ts', `const d3 = await import('d3');`],
		['engine/a.ts', `type Path = import('d3').Path;`],
		['engine/a.ts', `import { readFileSync } from 'node:fs';`],
		['engine/a.ts', `const ort = await import('onnxruntime-web/wasm');`],
		['engine/backends/onnx/a.ts', `import * as ort from 'onnxruntime-web';`],
		['src/scene/a.ts', `import { tick } from 'svelte';`],
		['src/scene/a.ts', `import { Player } from '#state/player.svelte.ts';`],
		['src/components/A.svelte', `<script lang="ts">import { run } from '#worker/api.ts';</script>`],
		['src/components/A.svelte', `<script module>import { run } from '#engine';</script>`],
		['src/state/a.ts', `import A from '#components/A.svelte';`],
		['routes/+page.ts', `import { run } from '../src/worker/api.ts';`]
	])('findWrongArrows(tree) sees in %s: %s', (path, text) => {
		expect(findWrongArrows(tree({ [path]: text }))).toHaveLength(1);
	});

	test.each([
		['engine/a.ts', `import { b } from './b.ts'; import { parser } from '@lezer/python';`],
		['engine/backends/onnx/a.ts', `const ort = await import('onnxruntime-web/wasm');`],
		['engine/backends/onnx/a.ts', `import type { Tensor } from 'onnxruntime-web';`],
		['src/scene/a.ts', `import type { Graph } from '#engine'; import { line } from 'd3';`],
		['src/components/A.svelte', `<script lang="ts">import { type Graph } from '#engine';</script>`],
		['routes/+page.ts', `import type { PageLoad } from './$types'; import '../src/app.css';`],
		['tests/a.test.ts', `import { anything } from '#worker/api.ts';`]
	])('findWrongArrows(tree) accepts in %s: %s', (path, text) => {
		expect(findWrongArrows(tree({ [path]: text }))).toEqual([]);
	});

	test('findCycles(tree) names the way round, through aliases too, and lets types be', () => {
		const circle = tree({
			'engine/a.ts': `import { b } from './b.ts';`,
			'engine/b.ts': `import { c } from '#engine/c.ts';`,
			'engine/c.ts': `export { a } from './a.ts';`,
			'engine/d.ts': `import { a } from './a.ts'; import { b } from './b.ts';`,
			'engine/e.ts': `import { type F } from './f.ts';`,
			'engine/f.ts': `import { e } from './e.ts';`
		});
		expect(findCycles(circle)).toEqual(['engine/a.ts → engine/b.ts → engine/c.ts → engine/a.ts']);
	});

	test('findLongFiles(tree, limit) counts lines, not line ends', () => {
		const files = tree({ 'engine/a.ts': '1;\n2;\n3;\n', 'engine/b.ts': '1;\n2;\n3;\n4;' });
		expect(findLongFiles(files, 3)).toEqual(['engine/b.ts has 4 lines']);
	});

	test('findModuleState(tree) sees let at the top, not inside a function or an instance', () => {
		const state = tree({
			'engine/a.ts': 'let count = 0;\nexport function f() { let x = 1; return x; }',
			'src/state/b.svelte.ts': 'export let chosen = $state(0);',
			'src/components/C.svelte':
				'<script module>let shared = 1;</script><script>let own = 2;</script>',
			'tests/d.ts': 'let allowed = 1;'
		});
		expect(findModuleState(state)).toEqual([
			'engine/a.ts: let count = 0;',
			'src/state/b.svelte.ts: export let chosen = $state(0);',
			'src/components/C.svelte: let shared = 1;'
		]);
	});

	test('findDomGlobals(tree) sees a global, not a member or a name of the file itself', () => {
		const dom = tree({
			'engine/a.ts': 'export const title = document.title;',
			'engine/b.ts':
				'export const f = (location: number, x: { screen: number }) => [location, x.screen, { history: 1 }];',
			'engine/c.ts': 'export const g = () => typeof window;'
		});
		expect(findDomGlobals(dom)).toEqual(['engine/a.ts uses document', 'engine/c.ts uses window']);
	});
});

describe('our own sources', () => {
	const root = new URL('..', import.meta.url).pathname;
	const ours = readTree(
		readSources(root, ['engine', 'src', 'routes', 'scripts', 'tests']),
		packageJson.imports
	);

	test('are there: the walk finds the layers', () => {
		const paths = ours.modules.map(({ path }) => path);
		expect(paths).toEqual(
			expect.arrayContaining(['engine/graph.ts', 'routes/(explorer)/+page.svelte'])
		);
	});

	test('import only downward, and only the packages of their layer', () => {
		expect(findWrongArrows(ours)).toEqual([]);
	});

	test('have no import cycle', () => {
		expect(findCycles(ours)).toEqual([]);
	});

	test('have no file over 300 lines', () => {
		expect(findLongFiles(ours, 300)).toEqual([]);
	});

	test('keep no mutable state in a module', () => {
		expect(findModuleState(ours)).toEqual([]);
	});

	test('use no DOM in the engine', () => {
		expect(findDomGlobals(ours)).toEqual([]);
	});
});
