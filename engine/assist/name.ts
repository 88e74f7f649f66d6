/** The name at a place: what it is, of which shape, what it takes. */
import type { SyntaxNode } from '@lezer/common';
import { builtins } from '../python/builtins.ts';
import { aboutOf } from './about.ts';
import type { NameHint } from './answers.ts';
import { originOf } from './members.ts';
import type { Meaning } from './meaning.ts';
import type { Reading } from './reading.ts';
import { definitionOf, meaningOf, meaningOfName } from './resolve.ts';

export function nameHint(reading: Reading, offset: number): NameHint | null {
	const node = nameAt(reading, offset);
	if (!node) return null;
	const { from, to } = node;
	const isMember = node.name === 'PropertyName';
	const meaning = isMember
		? meaningOf(reading, node.parent)
		: meaningOfName(reading, reading.text(node), from);
	const origin = originOfName(reading, node);
	if (!meaning && origin === null) return null;
	const about = aboutOf(reading, meaning, origin, isMember ? 'attribute' : 'variable');
	return { name: reading.text(node), from, to, ...about };
}

function nameAt(reading: Reading, offset: number): SyntaxNode | null {
	const sides = [1, -1] as const;
	const nodes = sides.map((side) => reading.tree.resolveInner(offset, side));
	return nodes.find(({ name }) => name === 'VariableName' || name === 'PropertyName') ?? null;
}

/** What the name is called where it is from; null for the lesson's own. */
export function originOfName(reading: Reading, node: SyntaxNode): string | null {
	const name = reading.text(node);
	if (node.name === 'PropertyName') {
		const object = meaningOf(reading, node.parent?.firstChild ?? null);
		return object && originOfMember(object, name);
	}
	const { definition } = definitionOf(reading, name, node.from);
	if (definition) return definition.path;
	const isBuiltin = builtins.has(name) && reading.known.global(name) === undefined;
	return isBuiltin ? `builtins.${name}` : null;
}

export function originOfMember(object: Meaning, name: string): string | null {
	if (object.is === 'tensor') return `Tensor.${name}`;
	if (object.is === 'value') return originOf(object.value, name);
	return object.is === 'instance' && object.value ? originOf(object.value, name) : null;
}
