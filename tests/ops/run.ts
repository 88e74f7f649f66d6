/** `npm run ops`: writes docs/ops.md. */
import { writeFileSync } from 'node:fs';
import { createTable } from './table.ts';

writeFileSync('docs/ops.md', await createTable());
