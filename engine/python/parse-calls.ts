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
	const names = new Set<string>();
	const groups = splitArguments(node.children.slice(1, -1));
	for (const group of groups) {
		const [first, second, third] = group;
		if (!first) continue;
		if (first.name === '**' && second)
			keywords.push({ name: null, value: reader.expression(second) });
		else if (second && third && reader.text(second) === ':=')
			args.push(readWalrus(reader, { ...spanOf(group, first), name: '', children: group }));
		else if (second?.name === 'AssignOp' && third) keywords.push(readKeyword(reader, group, names));
		else args.push(readPositional(reader, group, keywords, groups.length > 1 ? null : node));
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

function readKeyword(reader: Reader, group: readonly Syntax[], names: Set<string>): Keyword {
	const [target, equals, value, more] = group;
	if (!target || !equals || !value)
		return reader.fail('invalid syntax', spanOf(group, { from: 0, to: 0 }));
	if (more) reader.fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", equals);
	const name = reader.identifier(target);
	if (names.has(name)) {
		reader.fail(`keyword argument repeated: ${name}`, { from: target.from, to: value.to });
	}
	names.add(name);
	return { name, value: reader.expression(value) };
}

/** `whole` is the list with its parentheses if there is no other argument. */
function readPositional(
	reader: Reader,
	group: readonly Syntax[],
	keywords: readonly Keyword[],
	whole: Range | null
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
	if (!whole) return reader.fail('Generator expression must be parenthesized', range);
	return { kind: 'GeneratorExp', ...readComprehension(reader, group), at: reader.at(whole) };
}

/** `name := value`; the name belongs to the function around, comprehensions not counted. */
export function readWalrus(reader: Reader, node: Syntax): Expression {
	const [named, , last] = node.children;
	if (!named || !last) return reader.fail('invalid syntax', node);
	const target = reader.expression(named);
	if (target.kind !== 'Name') {
		reader.fail(`cannot use assignment expressions with ${target.kind.toLowerCase()}`, named);
	}
	let { scope } = reader;
	while (scope.comprehension && scope.outer) scope = scope.outer;
	if (target.kind === 'Name') scope.assigned.add(target.id);
	return { kind: 'NamedExpr', target, value: reader.expression(last), at: reader.at(node) };
}

/** `elt for target in iter if test …`, without brackets; names are in a scope of their own. */
export function readComprehension(
	reader: Reader,
	nodes: readonly Syntax[]
): { elt: Expression; clauses: Comprehension[] } {
	return withinComprehension(reader, () => {
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

export function withinComprehension<T>(reader: Reader, read: () => T): T {
	return reader.within(createScope(reader.scope.function, [], true), read);
}

export function readClauses(reader: Reader, nodes: readonly Syntax[]): Comprehension[] {
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

/** What the parameters read so far allow of the next. */
interface Signature {
	readonly names: Set<string>;
	defaulted: boolean;
	starred: boolean;
	/** `**kwargs` ends the list. */
	ended: boolean;
}

/** A ParamList node, of a function or a lambda. Annotations are read over. */
export function readParams(reader: Reader, node: Syntax): Param[] {
	checkSlash(reader, node.children);
	const inner = node.children.filter(({ name }) => name !== '(' && name !== ')');
	const signature = { names: new Set<string>(), defaulted: false, starred: false, ended: false };
	const params = splitAt(inner, ',')
		.filter((group) => group.length > 0)
		.map((group) => readParam(reader, group, signature));
	const last = params.at(-1);
	if (last?.name === '') reader.fail('named arguments must follow bare *', last.at);
	if (last?.star === '**' && params.at(-2)?.name === '')
		reader.fail('named arguments must follow bare *', params.at(-2)!.at);
	return params;
}

/** The grammar has no node for the `/` behind positional-only parameters: it is a gap in its tree. */
function checkSlash(reader: Reader, nodes: readonly Syntax[]): void {
	nodes.forEach(({ from }, index) => {
		const before = nodes[index - 1]?.to ?? from;
		const gap = reader.source.slice(before, from);
		const at = gap.replace(/#[^\r\n]*/g, (comment) => ' '.repeat(comment.length)).indexOf('/');
		if (at < 0) return;
		const slash = { from: before + at, to: before + at + 1 };
		reader.unsupported('`/` among parameters is', slash, 'leave it out');
	});
}

function readParam(reader: Reader, group: readonly Syntax[], signature: Signature): Param {
	const range = spanOf(group, { from: 0, to: 0 });
	const named = group.find(({ name }) => name === 'VariableName');
	const first = group[0] ? reader.text(group[0]) : '';
	const star = first === '*' || first === '**' ? first : '';
	if (!named && star === '*') return readDivider(reader, range, signature);
	if (!named) return reader.fail('invalid syntax', range);
	const name = reader.identifier(named);
	const equals = group.findIndex((node) => node.name === 'AssignOp');
	const value = equals < 0 ? undefined : group[equals + 1];
	const message = refusal(signature, name, star, value !== undefined);
	if (message) reader.fail(message, range);
	signature.names.add(name);
	signature.defaulted ||= value !== undefined;
	signature.starred ||= star === '*';
	signature.ended ||= star === '**';
	return { name, default: value ? reader.expression(value) : null, star, at: reader.at(range) };
}

/** A `*` alone: what follows is given by name. */
function readDivider(reader: Reader, range: Range, signature: Signature): Param {
	const message = refusal(signature, '', '*', false);
	if (message) reader.fail(message, range);
	signature.starred = true;
	return { name: '', default: null, star: '*', at: reader.at(range) };
}

/** Why a parameter cannot follow, in CPython's words. */
function refusal(
	signature: Signature,
	name: string,
	star: string,
	hasDefault: boolean
): string | null {
	const { names, defaulted, starred, ended } = signature;
	if (ended) return 'arguments cannot follow var-keyword argument';
	if (star === '*' && starred) return '* argument may appear only once';
	if (names.has(name)) return `duplicate argument '${name}' in function definition`;
	const needsDefault = star === '' && !hasDefault && !starred && defaulted;
	return needsDefault ? 'non-default argument follows default argument' : null;
}
