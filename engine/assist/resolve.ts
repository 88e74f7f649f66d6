/**
 * Finds what an expression means: its names had values in the last run, and else reading the source
 * says something. What is guessed is only ever offered.
 */
import type { SyntaxNode } from '@lezer/common';
import { builtins } from '../python/builtins.ts';
import { PyClass, PyInstance, PySet } from '../python/objects.ts';
import { chances } from '../python/torch/chance.ts';
import { factories } from '../python/torch/factories.ts';
import { functionalFunctions } from '../python/torch/functional.ts';
import { tensorFunctions } from '../python/torch/functions.ts';
import { joiningFunctions } from '../python/torch/joining.ts';
import { moduleClass } from '../python/torch/nn/module.ts';
import { PyBuiltin, PyDict, PyList, PyTuple, PyType, type Value } from '../python/values.ts';
import { factsOf, SOME_TENSOR, valued, type Meaning } from './meaning.ts';
import { memberOfValue, tensorMember } from './members.ts';
import { parametersIn, type Definition, type Region } from './outline.ts';
import type { Reading } from './reading.ts';

/** Functions that give a tensor, as a rule. */
const OF_TENSORS: ReadonlySet<string> = new Set([
	...[...factories, ...chances, ...joiningFunctions].map(({ name }) => name),
	...Object.keys(tensorFunctions),
	...Object.keys(functionalFunctions)
]);

/** Names lead to names; a circle of them leads nowhere. */
const DEEPEST = 24;

export function meaningOf(reading: Reading, node: SyntaxNode | null, depth = 0): Meaning | null {
	if (!node || depth > DEEPEST) return null;
	const inner = (each: SyntaxNode | null) => meaningOf(reading, each, depth + 1);
	switch (node.name) {
		case 'VariableName':
			return meaningOfName(reading, reading.text(node), node.from, depth + 1);
		case 'MemberExpression':
			return meaningBehind(reading, node, depth);
		case 'CallExpression':
			return resultOf(reading, inner(node.firstChild), node);
		case 'ParenthesizedExpression':
			return inner(node.firstChild?.nextSibling ?? null);
		case 'UnaryExpression':
		case 'BinaryExpression': {
			const sides = [inner(node.firstChild), inner(node.lastChild)];
			return sides.some(factsOf) ? SOME_TENSOR : (sides.find(Boolean) ?? null);
		}
		default:
			return literalMeaning(node.name);
	}
}

/** Something of the type that the literal has. */
function literalMeaning(name: string): Meaning | null {
	if (/String$/.test(name)) return valued('');
	if (/^Array/.test(name)) return valued(new PyList([]));
	if (/^Dictionary/.test(name)) return valued(new PyDict());
	if (/^Set/.test(name)) return valued(new PySet());
	return name === 'TupleExpression' ? valued(new PyTuple([])) : null;
}

/** A name by Python's rules of scope, seen from `offset`. */
export function meaningOfName(
	reading: Reading,
	name: string,
	offset: number,
	depth = 0
): Meaning | null {
	const { region, definition } = definitionOf(reading, name, offset);
	if (definition && region.kind !== 'module') {
		return meaningOfLocal(reading, region, definition, offset, depth);
	}
	const value = reading.known.global(name);
	if (value !== undefined) return known(reading, value);
	if (definition) return meaningOfLocal(reading, region, definition, offset, depth);
	const builtin = builtins.get(name);
	return builtin === undefined ? null : valued(builtin);
}

/** What gives `name` its value as seen from `offset`: the last before it, else the first after. */
export function definitionOf(
	reading: Reading,
	name: string,
	offset: number
): { region: Region; definition: Definition | null } {
	for (const region of regionsSeen(reading, offset)) {
		const own = region.definitions.filter(
			(each) => each.name === name && each.kind !== 'attribute'
		);
		const definition = own.findLast(({ from }) => from <= offset) ?? own[0];
		if (definition) return { region, definition };
	}
	return { region: reading.root, definition: null };
}

/** The regions whose names are in sight, from inside: a class is not seen by its methods. */
export function regionsSeen(reading: Reading, offset: number): Region[] {
	const seen: Region[] = [];
	const innermost = reading.regionAt(offset);
	for (let region: Region | null = innermost; region; region = region.parent) {
		if (region.kind !== 'class' || region === innermost) seen.push(region);
	}
	return seen;
}

function meaningOfLocal(
	reading: Reading,
	region: Region,
	{ kind, name, path, node }: Definition,
	offset: number,
	depth: number
): Meaning | null {
	if (kind === 'import') {
		const value = path === null ? undefined : reading.known.imported(path);
		return value === undefined ? null : valued(value);
	}
	const inside = region.inner.find((each) => each.node.from === node?.from);
	if ((kind === 'function' || kind === 'class') && inside) return { is: kind, region: inside };
	const facts = reading.known.tensor(name, reading.linesOf(region), reading.lineAt(offset));
	if (facts) return { is: 'tensor', facts };
	if (kind === 'parameter') return meaningOfSelf(reading, region, name);
	return meaningOf(reading, node, depth + 1);
}

/** The first parameter of a method is an object of its class. */
function meaningOfSelf(reading: Reading, region: Region, name: string): Meaning | null {
	const first = parametersIn(region.node)[0];
	const { parent } = region;
	if (!first || reading.text(first) !== name || parent?.kind !== 'class') return null;
	return { is: 'instance', region: parent, value: reading.known.instanceOf(parent.name) };
}

/** A value of a run; what is of a class of the source has what that says now. */
function known(reading: Reading, value: Value): Meaning {
	const isOwn = value instanceof PyInstance && !value.cls.native;
	const region = isOwn ? reading.classNamed(value.cls.name) : null;
	return isOwn && region ? { is: 'instance', region, value } : valued(value);
}

function meaningBehind(reading: Reading, node: SyntaxNode, depth: number): Meaning | null {
	const object = meaningOf(reading, node.firstChild, depth + 1);
	const property = node.getChild('PropertyName');
	if (!object) return null;
	if (!property) return node.getChild('[') ? itemOf(reading, object, node) : null;
	return memberOf(reading, object, reading.text(property), depth);
}

/** What `object.name` means. */
export function memberOf(
	reading: Reading,
	object: Meaning,
	name: string,
	depth = 0
): Meaning | null {
	if (object.is === 'function' || depth > DEEPEST) return null;
	if (object.is === 'tensor') return tensorMember(name, object.facts);
	const value = object.is === 'class' ? null : object.value;
	const found = value === null ? null : memberOfValue(value, name);
	if (found) return found.is === 'value' ? known(reading, found.value) : found;
	if (object.is === 'value') return null;
	const { region } = object;
	const own = region.definitions.findLast((each) => each.name === name);
	if (own) return meaningOfLocal(reading, region, own, own.from, depth + 1);
	const base = baseOf(reading, region, depth + 1);
	return base && memberOf(reading, base, name, depth + 1);
}

/** An object of the class that a class of the source derives from. */
export function baseOf(reading: Reading, region: Region, depth = 0): Meaning | null {
	const first = region.node.getChild('ArgList')?.firstChild?.nextSibling ?? null;
	const base = meaningOf(reading, first, depth + 1);
	if (base?.is === 'class') return { is: 'instance', region: base.region, value: null };
	if (base?.is !== 'value' || !(base.value instanceof PyClass)) return null;
	const cls = reading.classNamed(base.value.name);
	if (cls) return { is: 'instance', region: cls, value: null };
	return valued(new PyInstance(base.value));
}

/** `layers[0]` of a list that a run has made; a part of a tensor is a tensor. */
function itemOf(reading: Reading, object: Meaning, node: SyntaxNode): Meaning | null {
	if (factsOf(object)) return SOME_TENSOR;
	const value = object.is === 'value' ? object.value : null;
	const items = value instanceof PyList || value instanceof PyTuple ? value.items : [];
	const index = node.getChild('Number');
	const item = items[index ? Number(reading.text(index)) : 0];
	return item === undefined ? null : known(reading, item);
}

/** What a call gives: an object of a class; of functions of torch and of modules most likely a tensor. */
function resultOf(reading: Reading, callee: Meaning | null, node: SyntaxNode): Meaning | null {
	if (!callee || callee.is === 'function') return null;
	if (callee.is === 'class') return { is: 'instance', region: callee.region, value: null };
	if (callee.is === 'instance' || callee.is === 'tensor') return SOME_TENSOR;
	const { value } = callee;
	if (value instanceof PyClass) return known(reading, new PyInstance(value));
	if (value instanceof PyInstance) return value.cls.derivesFrom(moduleClass) ? SOME_TENSOR : null;
	if (value instanceof PyType) return value.of === 'tensor' ? SOME_TENSOR : null;
	if (!(value instanceof PyBuiltin)) return null;
	if (value.name === 'super') return superOf(reading, node);
	return OF_TENSORS.has(value.name) ? SOME_TENSOR : null;
}

function superOf(reading: Reading, node: SyntaxNode): Meaning | null {
	for (let at: Region | null = reading.regionAt(node.from); at; at = at.parent) {
		if (at.kind === 'class') return baseOf(reading, at);
	}
	return null;
}
