/** Walking the syntax tree, whatever its nodes are. */
import type { Expression } from './ast.ts';

/** The expressions directly inside a syntax node, whatever its kind. */
export function expressionsIn(node: object): Expression[] {
	const found: Expression[] = [];
	const look = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(look);
		else if (typeof value === 'object' && value !== null) {
			if ('kind' in value && 'at' in value) found.push(value as Expression);
			else Object.values(value).forEach(look);
		}
	};
	for (const [key, value] of Object.entries(node)) if (key !== 'at') look(value);
	return found;
}
