/** The call around a place: what it takes, and which argument is being given. */
import type { SyntaxNode } from '@lezer/common';
import { PyInstance } from '../python/objects.ts';
import { aboutOf } from './about.ts';
import type { CallHint, Parameter } from './answers.ts';
import { originOfName } from './name.ts';
import type { Meaning } from './meaning.ts';
import type { Reading } from './reading.ts';
import { meaningOf, memberOf } from './resolve.ts';

/** The innermost call whose brackets are around `node`. */
export function callAround(node: SyntaxNode): SyntaxNode | null {
	let below = node;
	for (let at: SyntaxNode | null = node; at; at = at.parent) {
		if (at.name === 'ArgList' && below.name !== ')') {
			return at.parent?.name === 'CallExpression' ? at.parent : null;
		}
		if (/^(Body|Script|LambdaExpression)$/.test(at.name)) return null;
		below = at;
	}
	return null;
}

/** The name of what is called, and what it takes. */
export function calleeOf(
	reading: Reading,
	call: SyntaxNode
): { name: SyntaxNode | null; parameters: readonly Parameter[] | null } {
	const callee = call.firstChild;
	const name = callee?.name === 'MemberExpression' ? callee.getChild('PropertyName') : callee;
	const meaning = meaningOf(reading, callee);
	const { parameters } = aboutOf(reading, calledBy(reading, meaning), null);
	return { name, parameters };
}

/** Calling an object runs its `forward`, or its `__call__`. */
function calledBy(reading: Reading, meaning: Meaning | null): Meaning | null {
	const isObject = meaning?.is === 'value' && meaning.value instanceof PyInstance;
	if (!meaning || !(isObject || meaning.is === 'instance')) return meaning;
	return memberOf(reading, meaning, 'forward') ?? memberOf(reading, meaning, '__call__');
}

export function callHint(reading: Reading, offset: number): CallHint | null {
	const call = callAround(reading.nodeBefore(offset));
	const list = call?.getChild('ArgList');
	if (!call || !list) return null;
	const { name, parameters } = calleeOf(reading, call);
	if (!name || !parameters) return null;
	return {
		name: reading.text(name),
		origin: originOfName(reading, name),
		from: call.from,
		parameters,
		active: activeOf(reading, list, offset, parameters)
	};
}

/** By keyword where one is written, else by position; a starred one takes what is left. */
function activeOf(
	reading: Reading,
	list: SyntaxNode,
	offset: number,
	parameters: readonly Parameter[]
): number {
	let position = 0;
	let keyword: string | null = null;
	for (let at = list.firstChild; at && at.from < offset; at = at.nextSibling) {
		if (at.name === ',') [position, keyword] = [position + 1, null];
		else if (at.name === 'AssignOp' && at.prevSibling) keyword = reading.text(at.prevSibling);
	}
	if (keyword !== null) return parameters.findIndex(({ name }) => name === keyword);
	const star = parameters.findIndex(({ name }) => name.startsWith('*'));
	if (star >= 0 && position >= star) return star;
	return position < parameters.length ? position : -1;
}
