import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { isolate } from './scripts/isolation.mjs';
import { messages } from './scripts/messages.mjs';
import { ortFiles, ortSizes } from './scripts/ort-files.mjs';
import { testProjects } from './vitest.projects.ts';

export default defineConfig({
	plugins: [paraglideVitePlugin(messages), isolate(), ortFiles(), sveltekit()],
	resolve: {
		// ORT's wasm comes from ort/ by name, so Vite must not emit a hashed copy of it as well
		conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions]
	},
	define: { __ORT_SIZES__: JSON.stringify(ortSizes) },
	build: {
		// a font as data: URL would need a hole in the content security policy
		assetsInlineLimit: 0,
		rolldownOptions: { checks: { pluginTimings: false } }
	},
	worker: { format: 'es' },
	test: {
		expect: { requireAssertions: true },
		projects: testProjects
	}
});
