/** Arguments of calls, parameters of functions and lambdas, and the clauses of comprehensions. */
import type { Comprehension, Expression, Keyword, Param } from './ast.ts';
import { readElements, splitAt } from './parse-elements.ts';
import { createScope, spanOf, type Range, type Reader } from './parse-reader.ts';
import { checkTarget } from './parse-targets.ts';
import type { Syntax } from './parse-tree.ts';

interface Arguments {
	readonly args: readonly Expression[];
	readonly keywords: readonly Keyword[];
}

/** An ArgList node, parentheses included. */
export function readArguments(reader: Reader, node: Syntax): Arguments {
	const args: Expression[] = [];
	const keywords: Keyword[] = [];
	const groups = splitArguments(node.children.slice(1, -1));
	for (const group of groups) {
		const [first, second, third] = group;
		if (!first) continue;
		if (first.name === '**' && second)
			keywords.push({ name: null, value: reader.expression(second) });
		else if (second?.name === 'AssignOp' && third) addKeyword(reader, keywords, group);
		else args.push(readPositional(reader, group, keywords, groups.length > 1));
	}
	return { args, keywords };
}

/** Like splitAt(nodes, ','), but commas between `for` and `in` belong to the clause. */
function splitArguments(nodes: readonly Syntax[]): Syntax[][] {
	const groups: Syntax[][] = [[]];
	let inTargets = false;
	for (const node of nodes) {
		if (node.name === 'for') inTargets = true;
		if (node.name === 'in') inTargets = false;
		if (node.name === ',' && !inTargets) groups.push([]);
		else groups.at(-1)?.push(node);
	}
	if (groups.at(-1)?.length === 0) groups.pop();
	return groups;
}

function addKeyword(reader: Reader, keywords: Keyword[], group: readonly Syntax[]): void {
	const [target, equals, value, more] = group;
	if (!target || !equals || !value) return;
	if (reader.text(equals) === ':=') walrus(reader, spanOf(group, target));
	if (more) reader.fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", equals);
	const name = reader.identifier(target);
	if (keywords.some((keyword) => keyword.name === name)) {
		reader.fail(`keyword argument repeated: ${name}`, { from: target.from, to: value.to });
	}
	keywords.push({ name, value: reader.expression(value) });
}

function readPositional(
	reader: Reader,
	group: readonly Syntax[],
	keywords: readonly Keyword[],
	several: boolean
): Expression {
	const [first, second] = group;
	const range = spanOf(group, { from: 0, to: 0 });
	if (!first) return reader.fail('invalid syntax', range);
	const unpacked = keywords.some(({ name }) => name === null);
	if (first.name === '*' && second) {
		if (unpacked)
			reader.fail('iterable argument unpacking follows keyword argument unpacking', range);
		return { kind: 'Starred', value: reader.expression(second), at: reader.at(range) };
	}
	if (keywords.length > 0) {
		const what = unpacked ? 'keyword argument unpacking' : 'keyword argument';
		reader.fail(`positional argument follows ${what}`, range, 'put arguments without a name first');
	}
	if (!second) return reader.expression(first);
	if (several) reader.fail('Generator expression must be parenthesized', range);
	return { kind: 'GeneratorExp', ...readComprehension(reader, group), at: reader.at(range) };
}

export function walrus(reader: Reader, node: Range): never {
	return reader.unsupported('`:=` is', node, 'assign the name on a line of its own');
}

/** `elt for target in iter if test …`, without brackets; names are in a scope of their own. */
export function readComprehension(
	reader: Reader,
	nodes: readonly Syntax[]
): { elt: Expression; clauses: Comprehension[] } {
	return reader.within({ ...createScope(false), function: reader.scope.function }, () => {
		const start = nodes.findIndex(({ name }) => name === 'for' || name === 'async');
		const [first] = nodes;
		if (!first || start < 0)
			return reader.fail('invalid syntax', spanOf(nodes, { from: 0, to: 0 }));
		if (first.name === '*')
			reader.fail('iterable unpacking cannot be used in comprehension', first);
		const clauses = readClauses(reader, nodes.slice(start));
		return { elt: reader.expression(first), clauses };
	});
}

function readClauses(reader: Reader, nodes: readonly Syntax[]): Comprehension[] {
	const clauses: { target: Expression; iter: Expression; ifs: Expression[] }[] = [];
	for (let index = 0; index < nodes.length;) {
		const word = nodes[index];
		const value = nodes[index + 1];
		if (!word || !value) break;
		if (word.name === 'async') reader.unsupported('`async` is', word);
		if (word.name === 'if') {
			clauses.at(-1)?.ifs.push(reader.expression(value));
			index += 2;
			continue;
		}
		const end = nodes.findIndex(({ name }, at) => at > index && name === 'in');
		const target = readElements(reader, nodes.slice(index + 1, end), word);
		checkTarget(reader, target);
		const iter = nodes[end + 1];
		if (end < 0 || !iter) return reader.fail('invalid syntax', word);
		clauses.push({ target, iter: reader.expression(iter), ifs: [] });
		index = end + 2;
	}
	return clauses;
}

/** A ParamList node, of a function or a lambda. Annotations are read over. */
export function readParams(reader: Reader, node: Syntax): Param[] {
	const inner = node.children.filter(({ name }) => name !== '(' && name !== ')');
	const params: Param[] = [];
	for (const group of splitAt(inner, ',')) {
		if (group.length > 0) addParam(reader, params, group);
	}
	return params;
}

function addParam(reader: Reader, params: Param[], group: readonly Syntax[]): void {
	const range = spanOf(group, { from: 0, to: 0 });
	const named = group.find(({ name }) => name === 'VariableName');
	const first = group[0] ? reader.text(group[0]) : '';
	if (first === '/') reader.unsupported('`/` among parameters is', range, 'leave it out');
	if (!named) return reader.unsupported('a `*` alone among parameters is', range, 'leave it out');
	const star = first === '*' || first === '**' ? first : '';
	const name = reader.identifier(named);
	const value = group.findIndex((node) => node.name === 'AssignOp') + 1;
	const node = value > 0 ? group[value] : undefined;
	checkOrder(reader, params, { name, star, hasDefault: node !== undefined, range });
	const fallback = node ? reader.expression(node) : null;
	params.push({ name, default: fallback, star, at: reader.at(range) });
}

function checkOrder(
	reader: Reader,
	params: readonly Param[],
	next: { name: string; star: string; hasDefault: boolean; range: Range }
): void {
	const { name, star, hasDefault, range } = next;
	if (params.some((param) => param.star === '**')) {
		reader.fail('arguments cannot follow var-keyword argument', range);
	}
	const starred = params.some((param) => param.star === '*');
	if (star === '*' && starred) reader.fail('* argument may appear only once', range);
	if (params.some((param) => param.name === name)) {
		reader.fail(`duplicate argument '${name}' in function definition`, range);
	}
	const defaulted = params.some((param) => param.default !== null);
	if (star === '' && !hasDefault && !starred && defaulted) {
		reader.fail('non-default argument follows default argument', range);
	}
}
