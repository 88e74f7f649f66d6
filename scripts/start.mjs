// `npm start`: from a fresh clone to a page, with nothing but Node.
import process from 'node:process';
import { ensureInstalled, runPackage } from './run.mjs';

await ensureInstalled();
const code = await runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
if (code !== 0) process.exit(code);

// only now: serving needs what was just installed
const { serve } = await import('./serve.mjs');
const { PORT } = process.env;
const url = await serve({ port: Number(PORT ?? 4173), strictPort: PORT !== undefined });
console.log(`\nBackprop Explorer is at ${url}\nCtrl+C stops it.`);
