/**
 * The parser: Python source to the located tree of ast.ts. It scans as Python's tokenizer does,
 * lets @lezer/python find the structure, and reads the result with Python's rules and words.
 */
import type { Module } from './ast.ts';
import { failAt } from './parse-errors.ts';
import { readExpression } from './parse-expressions.ts';
import { checkIndents } from './parse-indent.ts';
import { checkLength, checkOperators } from './parse-limits.ts';
import { createLocate } from './parse-locate.ts';
import { Reader } from './parse-reader.ts';
import { Scanner } from './parse-scan.ts';
import { settleNonlocals } from './parse-scopes.ts';
import { readStatements } from './parse-statements.ts';
import { createFail } from './parse-tokens.ts';
import { readTree } from './parse-tree.ts';

/**
 * Parses a lesson. Throws only PythonError, with a place inside the source: SyntaxError,
 * IndentationError or TabError where Python would, NotSupportedError for Python that lessons do not
 * have.
 */
export function parse(source: string): Module {
	const fail = createFail(createLocate(source));
	checkLength(source, fail);
	const scan = new Scanner(source, fail).scan();
	checkOperators(scan.tokens, fail);
	const tree = readTree(scan.masked, fail);
	if (typeof tree === 'number') return failAt(scan, tree, fail);
	checkIndents(scan.tokens, Infinity, fail);
	const reader = new Reader(source, fail, readExpression);
	const body = readStatements(reader, tree.children);
	settleNonlocals(reader, reader.scope);
	return { body, source };
}
