/** What can be called takes this, as text. */
import type { SyntaxNode } from '@lezer/common';
import { formatFloat, formatString } from '../python/format.ts';
import { PyClass, PyMethod } from '../python/objects.ts';
import type { Signature } from '../python/signature.ts';
import { PyBuiltin, PyFunction, PyTuple, PyType, type Value } from '../python/values.ts';
import type { Parameter } from './answers.ts';

/** Null for what cannot be called, or takes anything. */
export function parametersOf(value: Value): readonly Parameter[] | null {
	if (value instanceof PyBuiltin) return value.parameters && parametersIn(value.parameters);
	if (value instanceof PyType) return value.parameters && parametersIn(value.parameters);
	if (value instanceof PyMethod) return parametersOf(value.func)?.slice(1) ?? null;
	if (value instanceof PyClass) return parametersOf(value.find('__init__')!)?.slice(1) ?? null;
	return value instanceof PyFunction ? parametersOfFunction(value) : null;
}

export function parametersIn(signature: Signature): readonly Parameter[] {
	const parameters = signature.map((each) =>
		typeof each === 'string'
			? { name: each, fallback: null }
			: { name: each[0], fallback: literal(each[1]) }
	);
	// PyTorch's own business
	return parameters.filter(({ name }) => !name.startsWith('_'));
}

function parametersOfFunction({ definition, defaults }: PyFunction): readonly Parameter[] {
	return definition.params.map(({ name, star }, i) => {
		const value = defaults[i];
		return { name: star + name, fallback: value === undefined ? null : literal(value) };
	});
}

/** Those of a `def` that has not run, as they are written. */
export function parametersWritten(def: SyntaxNode, source: string): readonly Parameter[] {
	const parameters: Parameter[] = [];
	const text = (node: SyntaxNode) => source.slice(node.from, node.to);
	let star = '';
	for (let at = def.getChild('ParamList')?.firstChild; at; at = at.nextSibling) {
		const isValue = at.prevSibling?.name === 'AssignOp';
		if (isValue && parameters.length > 0) {
			const { name } = parameters.pop()!;
			parameters.push({ name, fallback: text(at) });
		} else if (at.name === '*' || at.name === '**') star = at.name;
		else if (at.name === 'VariableName') {
			parameters.push({ name: star + text(at), fallback: null });
			star = '';
		}
	}
	return parameters;
}

/** A plain value as Python writes it; `…` for what takes more room. */
export function literal(value: Value): string {
	if (value === null) return 'None';
	switch (typeof value) {
		case 'boolean':
			return value ? 'True' : 'False';
		case 'bigint':
			return String(value);
		case 'number':
			return formatFloat(value);
		case 'string':
			return formatString(value);
	}
	if (value instanceof PyType || value instanceof PyBuiltin) return value.name;
	if (!(value instanceof PyTuple)) return '…';
	const items = value.made.map(literal);
	return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}
