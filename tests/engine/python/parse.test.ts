/** The parser's own promises: f-string parts, line ends, the seed lessons, and any text at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, FStringPart } from '#engine/python/ast.ts';
import { PythonError } from '#engine/python/errors.ts';
import { parse } from '#engine/python/parse.ts';
import { anyText, mutatedLessons, seedLessons, tokenSoup } from '../../support/programs.ts';

function expressionOf(source: string): Expression {
	const [statement] = parse(source).body;
	if (statement?.kind !== 'Expr') throw new Error(`${source} is no expression`);
	return statement.value;
}

function partsOf(source: string): readonly FStringPart[] {
	const expression = expressionOf(source);
	if (expression.kind !== 'JoinedStr') throw new Error(`${source} is no f-string`);
	return expression.parts;
}

describe('parse(f-string)', () => {
	it('f"{x=}" keeps the text before the value and means repr', () => {
		expect(partsOf('f"{x = }"')).toMatchObject([
			{
				kind: 'value',
				value: { kind: 'Name', id: 'x' },
				debug: 'x = ',
				conversion: 'r',
				format: []
			}
		]);
	});

	it('f"{x=:.2f}" keeps the format and no conversion', () => {
		expect(partsOf('f"{x=:.2f}"')).toMatchObject([
			{ debug: 'x=', conversion: '', format: [{ kind: 'text', value: '.2f' }] }
		]);
	});

	it('f"{a["b"]}" may use its own quote inside, as from Python 3.12', () => {
		expect(partsOf('f"{a["b"]}"')).toMatchObject([{ value: { kind: 'Subscript' } }]);
	});

	it('f"{x:{w}.{p}f}" has fields in its format', () => {
		const [part] = partsOf('f"{x:{w}.{p}f}"');
		expect(part).toMatchObject({
			format: [{ kind: 'value' }, { kind: 'text', value: '.' }, { kind: 'value' }, { value: 'f' }]
		});
	});

	it('the places inside a field are those in the source', () => {
		const [, part] = partsOf('f"loss {loss}"');
		expect(part).toMatchObject({ value: { at: { from: 8, to: 12, line: 1, column: 8 } } });
	});
});

describe('parse(source) and line ends', () => {
	it('takes \\r\\n and \\r as \\n, also in strings', () => {
		expect(expressionOf('"""a\r\nb\rc"""')).toMatchObject({ value: 'a\nb\nc' });
		expect(parse('if a:\r\n    b\r\nc\rd').body.map(({ at }) => at.line)).toEqual([1, 3, 4]);
	});

	it('skips a byte order mark, and counts columns without it', () => {
		expect(parse('\ufeffx = 1').body[0]?.at).toEqual({ from: 1, to: 6, line: 1, column: 0 });
	});

	it('hundreds of blank and comment lines are nothing', () => {
		expect(parse('x\n    \n# c\n\n'.repeat(2000)).body).toHaveLength(2000);
	});
});

describe('parse(seed lesson)', () => {
	it('reads both lessons, statement by statement', () => {
		const kinds = seedLessons.map((source) => parse(source).body.map(({ kind }) => kind));
		expect(kinds[0]).toEqual([
			...['Import', 'Assign', 'Expr', 'Assign', 'Assign', 'Assign'],
			...['Expr', 'Assign', 'Assign', 'Expr', 'Assign', 'For']
		]);
		expect(kinds[1]).toEqual([
			...['Import', 'ImportFrom', 'Assign', 'Assign', 'Assign', 'Assign'],
			...['Expr', 'Assign', 'Assign', 'Expr', 'Assign', 'For']
		]);
	});
});

describe('parse(anything)', () => {
	const endsWell = (source: string): boolean => {
		try {
			parse(source);
		} catch (error) {
			if (!(error instanceof PythonError)) throw error;
			const { line, column, message } = error.problem;
			const lines = source.split(/\r\n?|\n/);
			const text = lines[line - 1];
			expect(text, message).toBeDefined();
			expect(column).toBeGreaterThanOrEqual(1);
			expect(column).toBeLessThanOrEqual((text ?? '').length + 1);
		}
		return true;
	};

	it.each([
		['token soup', tokenSoup],
		['a mutated lesson', mutatedLessons],
		['any text', anyText]
	])('%s ends in a tree or in a PythonError with a place inside the source', (_, sources) => {
		fc.assert(fc.property(sources, endsWell), { numRuns: 500 });
	});
});
