/** What the parser says beyond CPython: constructs it does not have, hints, places, limits. */
import { describe, expect, it } from 'vitest';
import { PythonError } from '#engine/python/errors.ts';
import { parse } from '#engine/python/parse.ts';

function problemOf(source: string) {
	try {
		parse(source);
	} catch (error) {
		if (error instanceof PythonError) return error.problem;
		throw error;
	}
	return null;
}

describe('parse(source) names what the language does not have', () => {
	it.each([
		['def f():\n    yield', '`yield`', 2, 5],
		['async def f(): pass', '`async`', 1, 1],
		['def f():\n    await x', '`await`', 2, 5],
		['match x:\n    case 1: pass', '`match`', 1, 1],
		["b'a'", 'bytes', 1, 1],
		['x = 2j', 'complex numbers', 1, 5],
		["'\\N{DASH}'", 'characters by name', 1, 2],
		['def f(a, /): pass', '`/` among parameters', 1, 10],
		['def f[T](a): pass', '`[…]` after the name', 1, 6],
		['from . import a', '`from .`', 1, 1],
		['with (a as b): pass', 'only `with … as name:`', 1, 9],
		['with a as b.c: pass', 'only `with … as name:`', 1, 12]
	])('%j: %s', (source, construct, line, column) => {
		const problem = problemOf(source);
		expect(problem).toMatchObject({ type: 'NotSupportedError', line, column });
		expect(problem?.message).toContain(construct);
		expect(problem?.message).toContain('not part of the language here yet'.slice(4));
	});
});

describe('parse(source) points at the mistake and helps', () => {
	it.each([
		['x = (1,\n     2\ny = 3', "'(' was never closed", 1, 5, undefined],
		['for t in range(3)\n    t', "expected ':'", 1, 18, 'end the `for` line with a colon'],
		['if a:\n    b\nelse if c:\n    d', "expected ':'", 3, 6, 'write elif'],
		['f(a b)', 'invalid syntax. Perhaps you forgot a comma?', 1, 5, undefined],
		['x = x++\n', 'invalid syntax', 1, 8, 'Python has no ++; write += 1'],
		['a && b', 'invalid syntax', 1, 4, 'write `and`'],
		['if !a: pass', 'invalid syntax', 1, 4, 'write `not`'],
		[
			'lambda = 1',
			'invalid syntax',
			1,
			8,
			'`lambda` is a word of the language; choose another name'
		],
		['a = 1，2', "invalid character '，' (U+FF0C)", 1, 6, 'write ,'],
		['a =　1', 'invalid non-printable character U+3000', 1, 4, 'write an ordinary space'],
		[
			'손실 = "loss',
			'unterminated string literal (detected at line 1)',
			1,
			6,
			'close the text with the same quote on the same line'
		],
		['a <> b', 'invalid syntax', 1, 3, 'write !='],
		[
			'1 = x',
			"cannot assign to literal here. Maybe you meant '==' instead of '='?",
			1,
			1,
			undefined
		],
		['a\0b', 'source code cannot contain null bytes', 1, 2, undefined],
		[
			"'\\x4'",
			"(unicode error) 'unicodeescape' codec can't decode bytes: truncated \\xXX escape",
			1,
			2,
			undefined
		],
		[
			'if a: print b',
			"Missing parentheses in call to 'print'. Did you mean print(...)?",
			1,
			7,
			undefined
		]
	])('%j: %s', (source, message, line, column, hint) => {
		expect(problemOf(source)).toEqual({ type: 'SyntaxError', message, line, column, hint });
	});

	it('a tab where spaces were is a TabError', () => {
		const problem = problemOf('if a:\n        b\n\tc');
		expect(problem).toMatchObject({ type: 'TabError', line: 3, hint: 'indent with spaces only' });
	});

	it('a line in no column of the block is an IndentationError', () => {
		expect(problemOf('if a:\n    b\n  c')).toMatchObject({
			type: 'IndentationError',
			message: 'unindent does not match any outer indentation level',
			line: 3,
			column: 3
		});
	});
});

describe('parse(source) ends on what is too large', () => {
	const deep = 10_000;
	it.each([
		['parentheses', '('.repeat(deep) + ')'.repeat(deep), 'too many nested parentheses'],
		['lists', '['.repeat(deep) + ']'.repeat(deep), 'too many nested parentheses'],
		['open f-strings', "f'{".repeat(deep), 'too many nested parentheses'],
		['minus signs', '-'.repeat(deep) + '1', 'nested too deeply'],
		['nots', 'not '.repeat(deep) + '1', 'nested too deeply'],
		['attributes', 'a' + '.a'.repeat(deep), 'nested too deeply'],
		['calls', 'a' + '()'.repeat(deep), 'nested too deeply'],
		['sums', 'a' + '+a'.repeat(deep), 'nested too deeply'],
		['powers', 'a' + '**a'.repeat(deep), 'nested too deeply'],
		['comparisons', 'a' + ' < a'.repeat(deep), 'nested too deeply'],
		['ands', 'a' + ' and a'.repeat(deep), 'nested too deeply'],
		['conditions', 'a if a else '.repeat(deep) + 'a', 'nested too deeply'],
		['lambdas', 'lambda:'.repeat(deep) + 'a', 'nested too deeply'],
		['lambda defaults', 'lambda a, b=lambda c=1: 2: '.repeat(4000) + 'a', 'nested too deeply'],
		['clauses', `[x ${'for x in y '.repeat(deep)}]`, 'nested too deeply'],
		['elifs', 'if a: b\n' + 'elif a: b\n'.repeat(deep), 'nested too deeply'],
		['digits', '1'.repeat(5000), 'Exceeds the limit (4300 digits)'],
		['a megabyte', 'loss = x.mm(w)\n'.repeat(70_000), 'source too long']
	])('%s', (_, source, message) => {
		expect(problemOf(source)?.message).toContain(message);
	});

	it('nested blocks', () => {
		const lines = Array.from({ length: 101 }, (_, depth) => `${' '.repeat(depth)}if a:\n`);
		expect(problemOf(`${lines.join('')}${' '.repeat(101)}b`)).toMatchObject({
			type: 'IndentationError',
			message: 'too many levels of indentation'
		});
	});

	it('but 200 brackets, 250 terms, 200 elifs and 5000 list elements are not', () => {
		expect(problemOf('['.repeat(200) + ']'.repeat(200))).toBeNull();
		expect(problemOf('x = a' + ' + 1'.repeat(250))).toBeNull();
		expect(problemOf('if a: b\n' + 'elif a: b\n'.repeat(200))).toBeNull();
		expect(problemOf(`x = [${'-1.5, '.repeat(5000)}]`)).toBeNull();
	});
});
