// `npm test`: from a fresh clone, everything that must hold; the last line has the sums.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import process from 'node:process';
import { ensureInstalled, root, run, runPackage } from './run.mjs';

/** @typedef {{ name: string, passed: number, failed: number, skipped: number }} Result */

const results = `${root}test-results/`;
const unitReport = `${results}unit.json`;
const endToEndReport = `${results}end-to-end.json`;

/** @type {Result[]} */
const summary = [];

/** @param {string} name */
const heading = (name) => console.log(`\n=== ${name} ===\n`);

/**
 * A check that holds or does not, counted as one.
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 */
async function check(name, script, args) {
	heading(name);
	const isFine = (await runPackage(script, args)) === 0;
	summary.push({ name, passed: isFine ? 1 : 0, failed: isFine ? 0 : 1, skipped: 0 });
}

/**
 * A test runner, counted by the report it leaves behind.
 * @param {string} name
 * @param {[script: string, args: string[]]} command
 * @param {string} report
 * @param {(report: any) => Omit<Result, 'name'>} count
 */
async function suite(name, [script, args], report, count) {
	heading(name);
	rmSync(report, { force: true });
	const code = await runPackage(script, args, {
		...process.env,
		PLAYWRIGHT_JSON_OUTPUT_FILE: report
	});
	const counts = existsSync(report)
		? count(JSON.parse(readFileSync(report, 'utf8')))
		: { passed: 0, failed: 0, skipped: 0 };
	// a runner that breaks before or between its tests has failed too
	if (code !== 0 && counts.failed === 0) counts.failed = 1;
	if (code === 0 && counts.passed === 0) counts.failed += 1;
	summary.push({ name, ...counts });
}

heading('install');
await ensureInstalled();
const { ensureBrowser } = await import('./browser.mjs');
process.env.CHROME_PATH = await ensureBrowser();
console.log(`Browser: ${process.env.CHROME_PATH}`);
mkdirSync(results, { recursive: true });
await runPackage('@sveltejs/kit/svelte-kit.js', ['sync']);
await run(process.execPath, ['scripts/messages.mjs']);

await check('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']);
await check('format', 'prettier/bin/prettier.cjs', ['--check', '.']);
await check('types', 'svelte-check/bin/svelte-check', ['--fail-on-warnings']);
await suite(
	'unit and property',
	[
		'vitest/vitest.mjs',
		['run', '--reporter=default', '--reporter=json', `--outputFile=${unitReport}`]
	],
	unitReport,
	(report) => ({
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests
	})
);
await check('build', 'vite/bin/vite.js', ['build', '--logLevel', 'warn']);
await suite(
	'end to end',
	['@playwright/test/cli.js', ['test', '--reporter=list,json']],
	endToEndReport,
	({ stats }) => ({
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky,
		skipped: stats.skipped
	})
);

heading('summary');
for (const { name, passed, failed, skipped } of summary) {
	console.log(`${name.padEnd(20)} ${passed} passed, ${failed} failed, ${skipped} skipped`);
}
/** @param {'passed' | 'failed'} key */
const sum = (key) => summary.reduce((total, result) => total + result[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
