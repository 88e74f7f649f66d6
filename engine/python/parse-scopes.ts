/** `global` and `nonlocal`: what they may name, and when, in CPython's words. */
import type { Statement } from './ast.ts';
import { spanOf, type NameScope, type Reader } from './parse-reader.ts';
import type { Syntax } from './parse-tree.ts';

export function readScope(reader: Reader, node: Syntax): Statement {
	const [word, ...rest] = node.children;
	const last = rest.at(-1);
	if (last?.name === ',') reader.fail('invalid syntax', last);
	const names = rest
		.filter(({ name }) => name === 'VariableName')
		.map((name) => reader.identifier(name));
	const kind = word?.name === 'nonlocal' ? 'nonlocal' : 'global';
	const { params, assigned, used } = reader.scope;
	for (const name of names) {
		if (params.has(name)) reader.fail(`name '${name}' is parameter and ${kind}`, node);
		if (assigned.has(name)) {
			reader.fail(`name '${name}' is assigned to before ${kind} declaration`, node);
		}
		if (used.has(name)) reader.fail(`name '${name}' is used prior to ${kind} declaration`, node);
		if (kind === 'nonlocal') outer(reader, node).wanted.push({ name, at: node });
	}
	const at = reader.at(spanOf(node.children, node));
	return { kind: kind === 'global' ? 'Global' : 'Nonlocal', names, at };
}

function outer(reader: Reader, node: Syntax): NameScope {
	const { scope } = reader;
	return scope.outer ?? reader.fail('nonlocal declaration not allowed at module level', node);
}

/** At the end of a scope: what `nonlocal` in it asked for is here, or must be further out. */
export function settleNonlocals(reader: Reader, scope: NameScope): void {
	for (const { name, at } of scope.wanted) {
		const own = scope.function && (scope.params.has(name) || scope.assigned.has(name));
		if (own) continue;
		if (!scope.outer) reader.fail(`no binding for nonlocal '${name}' found`, at);
		scope.outer?.wanted.push({ name, at });
	}
}
