/** Expressions: one reader per kind of node of the grammar. */
import type { Expression } from './ast.ts';
import {
	readArguments,
	readClauses,
	readComprehension,
	readParams,
	readWalrus,
	withinComprehension
} from './parse-calls.ts';
import { readElements, readIndex, readItems, splitAt } from './parse-elements.ts';
import { readNumber } from './parse-numbers.ts';
import { readOperation } from './parse-operators.ts';
import { createScope, type Reader } from './parse-reader.ts';
import { readString } from './parse-strings.ts';
import { keywords } from './parse-tokens.ts';
import type { Syntax } from './parse-tree.ts';

type Read = (reader: Reader, node: Syntax) => Expression;

/** The expression of a node. Throws PythonError for what Python or the language does not have. */
export function readExpression(reader: Reader, node: Syntax): Expression {
	const read = readers[node.name];
	return read ? read(reader, node) : reader.fail('invalid syntax', node);
}

const readers: Readonly<Record<string, Read>> = {
	VariableName: readName,
	Number: (reader, node) => readNumber(reader.text(node), reader.at(node), reader.throwAt),
	Boolean: (reader, node) => {
		return { kind: 'Bool', value: reader.text(node) === 'True', at: reader.at(node) };
	},
	None: (reader, node) => ({ kind: 'None', at: reader.at(node) }),
	Ellipsis: (reader, node) => ({ kind: 'Ellipsis', at: reader.at(node) }),
	String: readString,
	FormatString: readString,
	ContinuedString: readString,
	BinaryExpression: readOperation,
	UnaryExpression: readOperation,
	ParenthesizedExpression: readParenthesized,
	TupleExpression: (reader, node) => readDisplay(reader, node, 'Tuple'),
	ArrayExpression: (reader, node) => readDisplay(reader, node, 'List'),
	SetExpression: (reader, node) => readDisplay(reader, node, 'Set'),
	DictionaryExpression: readDict,
	ArrayComprehensionExpression: (reader, node) => readComp(reader, node, 'ListComp'),
	ComprehensionExpression: (reader, node) => readComp(reader, node, 'GeneratorExp'),
	MemberExpression: readMember,
	CallExpression: readCall,
	ConditionalExpression: readConditional,
	LambdaExpression: readLambda,
	NamedExpression: readWalrus,
	SetComprehensionExpression: (reader, node) => readComp(reader, node, 'SetComp'),
	DictionaryComprehensionExpression: readDictComp,
	YieldExpression: readYield,
	AwaitExpression: (reader, node) => reader.unsupported('`await` is', node)
};

function readName(reader: Reader, node: Syntax): Expression {
	const id = reader.identifier(node);
	reader.scope.used.add(id);
	return { kind: 'Name', id, at: reader.at(node) };
}

function readParenthesized(reader: Reader, node: Syntax): Expression {
	const [, inner] = node.children;
	if (!inner) return reader.fail('invalid syntax', node);
	if (inner.name === '*') reader.fail('cannot use starred expression here', inner);
	return reader.expression(inner);
}

function readDisplay(reader: Reader, node: Syntax, kind: 'Tuple' | 'List' | 'Set'): Expression {
	return { kind, elts: readItems(reader, node.children.slice(1, -1)), at: reader.at(node) };
}

function readDict(reader: Reader, node: Syntax): Expression {
	const keys: (Expression | null)[] = [];
	const values: Expression[] = [];
	for (const [key, colon, value] of splitAt(node.children.slice(1, -1), ',')) {
		if (!key) continue;
		if (key.name === '**' && colon) {
			keys.push(null);
			values.push(reader.expression(colon));
			continue;
		}
		if (!colon || !value) return reader.fail('invalid syntax', key);
		keys.push(reader.expression(key));
		values.push(reader.expression(value));
	}
	return { kind: 'Dict', keys, values, at: reader.at(node) };
}

function readComp(
	reader: Reader,
	node: Syntax,
	kind: 'ListComp' | 'SetComp' | 'GeneratorExp'
): Expression {
	return { kind, ...readComprehension(reader, node.children.slice(1, -1)), at: reader.at(node) };
}

function readDictComp(reader: Reader, node: Syntax): Expression {
	const [first, colon, second, ...rest] = node.children.slice(1, -1);
	if (!first || !second || colon?.name !== ':') {
		const star = first?.name === '**' ? 'dict unpacking cannot be used in dict comprehension' : '';
		return reader.fail(star || 'invalid syntax', first ?? node);
	}
	return withinComprehension(reader, () => {
		const clauses = readClauses(reader, rest);
		const [key, value] = [reader.expression(first), reader.expression(second)];
		return { kind: 'DictComp', key, value, clauses, at: reader.at(node) };
	});
}

/** `yield value`, `yield from value`; the function becomes a generator. */
export function readYield(reader: Reader, node: Syntax): Expression {
	const [, ...rest] = node.children;
	const { scope } = reader;
	if (scope.comprehension) reader.fail("'yield' inside list comprehension", node);
	if (!scope.function) reader.fail("'yield' outside function", node);
	scope.yields = true;
	const at = reader.at(node);
	if (rest[0]?.name === 'from') {
		return { kind: 'YieldFrom', value: readElements(reader, rest.slice(1), node), at };
	}
	return { kind: 'Yield', value: readElements(reader, rest, node), at };
}

/** `value.attr` or `value[index]`. */
function readMember(reader: Reader, node: Syntax): Expression {
	const [object, ...rest] = node.children;
	const last = rest.at(-1);
	if (!object || !last) return reader.fail('invalid syntax', node);
	const value = reader.expression(object);
	const at = reader.at(node);
	if (rest[0]?.name === '[')
		return { kind: 'Subscript', value, index: readIndex(reader, rest, node), at };
	const attr = reader.identifier(last);
	if (keywords.has(attr))
		reader.fail('invalid syntax', last, `\`${attr}\` is a word of the language`);
	return { kind: 'Attribute', value, attr, at };
}

function readCall(reader: Reader, node: Syntax): Expression {
	const [object, list] = node.children;
	if (!object || !list) return reader.fail('invalid syntax', node);
	const func = reader.expression(object);
	return { kind: 'Call', func, ...readArguments(reader, list), at: reader.at(node) };
}

function readConditional(reader: Reader, node: Syntax): Expression {
	const [first, , second, , third] = node.children;
	if (!first || !second || !third) return reader.fail('invalid syntax', node);
	const [body, test, orelse] = [first, second, third].map((part) => reader.expression(part));
	if (!body || !test || !orelse) return reader.fail('invalid syntax', node);
	return { kind: 'IfExp', test, body, orelse, at: reader.at(node) };
}

function readLambda(reader: Reader, node: Syntax): Expression {
	const list = node.children.find(({ name }) => name === 'ParamList');
	const last = node.children.at(-1);
	if (!last) return reader.fail('invalid syntax', node);
	const params = list ? readParams(reader, list) : [];
	const names = params.map(({ name }) => name);
	const body = reader.within(createScope(true, names), () => reader.expression(last));
	return { kind: 'Lambda', params, body, at: reader.at(node) };
}
