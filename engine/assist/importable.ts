/** What can be imported: behind `import` a module, behind `from torch import` what torch has. */
import type { SyntaxNode } from '@lezer/common';
import { aboutOf, plain } from './about.ts';
import type { Offer } from './answers.ts';
import { valued } from './meaning.ts';
import { namesOf, originOf } from './members.ts';
import { importParts } from './outline.ts';
import type { Reading } from './reading.ts';

/** Null where a name is made up. */
export function importable(reading: Reading, statement: SyntaxNode, from: number): Offer[] | null {
	const before = reading.source.slice(statement.from, from);
	if (/\bas\s+$/.test(before)) return null;
	if (/^from\b.*\bimport\b/s.test(before)) return namesFrom(reading, statement);
	return modulesBehind(reading, /([\w.]*)\.$/.exec(before)?.[1] ?? '');
}

function namesFrom(reading: Reading, statement: SyntaxNode): Offer[] {
	const { base } = importParts(statement, (node) => reading.text(node));
	const module = reading.known.modules.get(base ?? '');
	if (!module) return [];
	return [...namesOf(module)].map((name) => {
		const value = module.member(name);
		const meaning = value === undefined ? null : valued(value);
		return { name, ...aboutOf(reading, meaning, originOf(module, name)) };
	});
}

/** `nn` and `optim` behind `torch`. */
function modulesBehind(reading: Reading, path: string): Offer[] {
	const start = path === '' ? '' : `${path}.`;
	const inner = [...reading.known.modules.keys()].filter((each) => each.startsWith(start));
	const names = new Set(inner.map((each) => each.slice(start.length).split('.')[0]));
	return [...names].map((name) => ({ ...plain('module', `${start}${name}`), name }));
}
