// Runs other programs and makes sure the dependencies are there; nothing but Node is needed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command with our own terminal; resolves to its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function run(command, args, env = process.env) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
		child.on('error', (error) => {
			console.error(`${command}: ${error.message}`);
			resolve(127);
		});
		child.on('close', (code, signal) => resolve(signal ? 128 : (code ?? 1)));
	});
}

/**
 * Runs npm, by the path npm itself gives its scripts: on Windows `npm` is no program of its own.
 * @param {...string} args
 */
export function npm(...args) {
	const cli = process.env.npm_execpath;
	return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args]) : run('npm', args);
}

/**
 * Runs a program of an installed package, past npm: quicker, and signals reach it.
 * @param {string} script its path below node_modules
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runPackage(script, args, env) {
	return run(process.execPath, [`${root}node_modules/${script}`, ...args], env);
}

/** Installs the locked dependencies unless they already lie there in these very versions. */
export async function ensureInstalled() {
	if (isInstalled()) return;
	console.log('Installing dependencies…');
	const code = await npm('ci', '--include=dev', '--no-audit');
	if (code !== 0) {
		console.error('The dependencies could not be installed: see the message of npm above.');
		process.exit(code);
	}
}

function isInstalled() {
	const lock = readPackages(`${root}package-lock.json`);
	const installed = readPackages(`${root}node_modules/.package-lock.json`);
	return Object.entries(lock).every(
		([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version
	);
}

/**
 * @param {string} path
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
function readPackages(path) {
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}
