/**
 * `or`, `and`, `not` and comparisons. The grammar binds `not a and b` as `not (a and b)` and nests
 * chains, so its tree is flattened to operands and operators and read again by Python's precedence.
 */
import type { BinaryOperator, CompareOperator, Expression, UnaryOperator } from './ast.ts';
import type { Span } from '../graph.ts';
import { spanOf, type Reader } from './parse-reader.ts';
import type { Syntax } from './parse-tree.ts';

/** An operand (`operator` is null), or an operator with its words in one string (`not in`). */
interface Item {
	readonly operator: string | null;
	readonly node: Syntax;
}

const logical = /^(?:or|and|not|in|is|CompareOp)$/;

/** Whether `node` is a BinaryExpression or UnaryExpression of this file's operators. */
function isLogical({ name, children }: Syntax): boolean {
	const operator = children[name === 'UnaryExpression' ? 0 : 1];
	return /^(?:Bin|Un)aryExpression$/.test(name) && logical.test(operator?.name ?? '');
}

export function readOperation(reader: Reader, node: Syntax): Expression {
	if (!isLogical(node)) return readArithmetic(reader, node);
	const items: Item[] = [];
	flatten(reader, node, items);
	return new LogicReader(reader, items).or();
}

function readArithmetic(reader: Reader, node: Syntax): Expression {
	const [left, operator, right] = node.children;
	const at = reader.at(node);
	if (left && operator && right) {
		const op = reader.text(operator) as BinaryOperator;
		return {
			kind: 'BinOp',
			left: reader.expression(left),
			op,
			right: reader.expression(right),
			at
		};
	}
	if (!left || !operator) return reader.fail('invalid syntax', node);
	const op = reader.text(left) as UnaryOperator;
	return { kind: 'UnaryOp', op, operand: reader.expression(operator), at };
}

function flatten(reader: Reader, node: Syntax, items: Item[]): void {
	if (!isLogical(node)) {
		items.push({ operator: null, node });
		return;
	}
	const operators = node.children.filter(({ name }) => logical.test(name));
	const [first] = operators;
	if (!first) return;
	const operator = operators.map((word) => reader.text(word)).join(' ');
	if (operator === '<>') reader.fail('invalid syntax', first, 'write !=');
	for (const child of node.children) {
		if (child === first) items.push({ operator, node: first });
		else if (!operators.includes(child)) flatten(reader, child, items);
	}
}

class LogicReader {
	#next = 0;

	constructor(
		readonly reader: Reader,
		readonly items: readonly Item[]
	) {}

	or(): Expression {
		return this.#chain('or', () => this.#chain('and', () => this.#not()));
	}

	/** `a and b and c` is one BoolOp with three values. */
	#chain(op: 'or' | 'and', read: () => Expression): Expression {
		const start = this.#next;
		const first = read();
		const values = [first];
		while (this.#operator() === op) {
			this.#next++;
			values.push(read());
		}
		return values.length === 1 ? first : { kind: 'BoolOp', op, values, at: this.#since(start) };
	}

	#not(): Expression {
		const start = this.#next;
		if (this.#operator() !== 'not') return this.#compare();
		this.#next++;
		const operand = this.#not();
		return { kind: 'UnaryOp', op: 'not', operand, at: this.#since(start) };
	}

	#compare(): Expression {
		const start = this.#next;
		const left = this.#operand();
		const ops: CompareOperator[] = [];
		const comparators: Expression[] = [];
		for (let op = this.#operator(); op && !/^(?:or|and|not)$/.test(op); op = this.#operator()) {
			this.#next++;
			ops.push(op as CompareOperator);
			comparators.push(this.#operand());
		}
		if (ops.length === 0) return left;
		return { kind: 'Compare', left, ops, comparators, at: this.#since(start) };
	}

	#operator(): string | null {
		return this.items[this.#next]?.operator ?? null;
	}

	#operand(): Expression {
		const item = this.items[this.#next++];
		if (item?.operator === null) return this.reader.expression(item.node);
		const at = item?.node ?? { from: 0, to: 0 };
		return this.reader.fail('invalid syntax', at, 'put the part with `not` in parentheses');
	}

	#since(start: number): Span {
		const nodes = this.items.slice(start, this.#next).map(({ node }) => node);
		return this.reader.at(spanOf(nodes, { from: 0, to: 0 }));
	}
}
