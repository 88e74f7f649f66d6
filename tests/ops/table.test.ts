import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { opTable } from '../../engine/ops/index.ts';
import { createTable } from './table.ts';

test('docs/ops.md is what npm run ops writes, and has every row', async () => {
	const table = readFileSync('docs/ops.md', 'utf8');
	const rows = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, op]) => op);
	expect(rows).toEqual(Object.keys(opTable));
	expect(await createTable()).toBe(table);
}, 120_000);
