/** What could be written at a place: members, names in sight, keywords of a call, names to import. */
import type { SyntaxNode } from '@lezer/common';
import { aboutOf, plain } from './about.ts';
import type { Completions, Offer } from './answers.ts';
import { callAround, calleeOf } from './call.ts';
import { importable } from './importable.ts';
import type { Meaning } from './meaning.ts';
import { namesOf, tensorNames } from './members.ts';
import { originOfMember } from './name.ts';
import type { Reading } from './reading.ts';
import { baseOf, meaningOf, memberOf } from './resolve.ts';
import { namesInSight } from './sight.ts';

/** Null where nothing is to be offered: in a comment or a text, or where a name is being given. */
export function complete(reading: Reading, offset: number): Completions | null {
	const from = offset - /\w*$/.exec(reading.source.slice(0, offset))![0].length;
	const to = offset + /^\w*/.exec(reading.source.slice(offset))![0].length;
	if (/\d/.test(reading.source[from] ?? '') && from < offset) return null;
	const node = reading.nodeBefore(offset);
	const offers = offersAt(reading, node, from);
	return offers && offers.length > 0 ? { from, to, offers } : null;
}

function offersAt(reading: Reading, node: SyntaxNode, from: number): Offer[] | null {
	if (/^(Comment|String|FormatString|Number|FormatSpec)$/.test(node.name)) return null;
	const statement = ancestor(node, 'ImportStatement');
	if (statement) return importable(reading, statement, from);
	if (reading.source[from - 1] === '.') {
		const dot = reading.tree.resolveInner(from, -1);
		const object = dot.name === '.' ? dot.prevSibling : null;
		return object && membersOf(reading, object);
	}
	return isGiven(node) ? null : [...keywordsOf(reading, node), ...namesInSight(reading, from)];
}

/** A place where a name is made up: nobody can know it. */
function isGiven(node: SyntaxNode): boolean {
	const { parent, prevSibling } = node;
	if (parent?.name === 'ParamList') return prevSibling?.name !== 'AssignOp';
	return (
		/^(def|class|as|for)$/.test(prevSibling?.name ?? '') || /^(def|class|as|for)$/.test(node.name)
	);
}

function ancestor(node: SyntaxNode, name: string): SyntaxNode | null {
	for (let at: SyntaxNode | null = node; at; at = at.parent) if (at.name === name) return at;
	return null;
}

function membersOf(reading: Reading, object: SyntaxNode): Offer[] {
	const meaning = meaningOf(reading, object);
	if (!meaning) return [];
	const names = new Set(memberNames(reading, meaning));
	// what a constructor calls first, and nobody else by name
	if (/^super\b/.test(reading.text(object))) names.add('__init__');
	return [...names].map((name) => {
		const member = memberOf(reading, meaning, name);
		return { name, ...aboutOf(reading, member, originOfMember(meaning, name), 'attribute') };
	});
}

function* memberNames(reading: Reading, meaning: Meaning): Iterable<string> {
	if (meaning.is === 'tensor') yield* tensorNames();
	if (meaning.is === 'value') yield* namesOf(meaning.value);
	if (meaning.is !== 'instance' && meaning.is !== 'class') return;
	const { region } = meaning;
	for (const { name, kind } of region.definitions) {
		if (!name.startsWith('_') && (meaning.is === 'instance' || kind !== 'attribute')) yield name;
	}
	if (meaning.is === 'instance' && meaning.value) yield* namesOf(meaning.value);
	const base = baseOf(reading, region);
	if (base) yield* memberNames(reading, base);
}

/** `dim=` and its kin, in a call that has not been given them. */
function keywordsOf(reading: Reading, node: SyntaxNode): Offer[] {
	const call = callAround(node);
	const list = call?.getChild('ArgList');
	// a value stands where it is already said whose value
	if (!call || !list || node.prevSibling?.name === 'AssignOp' || node.name === 'AssignOp')
		return [];
	const given = list.getChildren('AssignOp').map(({ prevSibling }) => prevSibling);
	const names = new Set(given.map((each) => each && reading.text(each)));
	const { parameters } = calleeOf(reading, call);
	return (parameters ?? [])
		.filter(({ name }) => /^\w/.test(name) && !names.has(name))
		.map(({ name, fallback }) => ({ ...plain('keyword', null), name, text: fallback }));
}
