/** The parser beside CPython's own trees and errors (tests/fixtures/make/python_parse.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PythonError } from '#engine/python/errors.ts';
import { parse } from '#engine/python/parse.ts';

interface Row {
	readonly source: string;
	readonly body?: unknown;
	readonly error?: { type: string; message: string; line: number };
	/** A kind of node of CPython's that ast.ts does not have. */
	readonly unsupported?: string;
}

const path = new URL('../../fixtures/python-parse.json', import.meta.url);
const rows = JSON.parse(readFileSync(path, 'utf8')) as Row[];

type Plain = Readonly<Record<string, unknown>>;

/** Our tree in the form of the fixture; `place` is off inside f-strings, where CPython 3.11 has none. */
function simplify(value: unknown, source: string, place = true): unknown {
	if (Array.isArray(value)) return value.map((item) => simplify(item, source, place));
	if (value === null || typeof value !== 'object') return value;
	const node = value as Plain;
	const inside = place && node.kind !== 'JoinedStr';
	const result: Record<string, unknown> = {};
	for (const [key, child] of Object.entries(node)) {
		if (key === 'debug' || key === 'at') continue;
		result[key] = simplify(child, source, inside);
	}
	if (node.kind === 'Number') Object.assign(result, numberOf(node));
	const { at } = node as { at?: { from: number; to: number; line: number; column: number } };
	// CPython's parameters have other places than ours, which take in the star and the default.
	if (at && place && 'kind' in node) result.at = [at.line, at.column, at.to - at.from];
	return result;
}

function numberOf(node: Plain): Plain {
	return node.exact === undefined ? {} : { exact: String(node.exact) };
}

/** The fixture writes numbers as text, lest JSON spoil them. */
function revive(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(revive);
	if (value === null || typeof value !== 'object') return value;
	const node = Object.fromEntries(
		Object.entries(value).map(([key, child]) => [key, revive(child)])
	);
	return node.kind === 'Number' ? { ...node, value: Number(node.value) } : node;
}

function problemOf(source: string) {
	try {
		parse(source);
	} catch (error) {
		if (error instanceof PythonError) return error.problem;
		throw error;
	}
	return null;
}

describe('parse(source) beside CPython 3.11', () => {
	it('has hundreds of snippets to compare', () => {
		expect(rows.filter((row) => row.body).length).toBeGreaterThan(250);
		expect(rows.filter((row) => row.error).length).toBeGreaterThan(200);
	});

	it.each(rows.filter((row) => row.body))('reads $source as CPython does', ({ source, body }) => {
		expect(simplify(parse(source).body, source)).toEqual(revive(body));
	});

	it.each(rows.filter((row) => row.error))(
		'refuses $source as CPython does',
		({ source, error }) => {
			const problem = problemOf(source);
			expect({ type: problem?.type, message: problem?.message, line: problem?.line }).toEqual({
				type: error?.type,
				message: error?.message,
				line: error?.line
			});
		}
	);

	it.each(rows.filter((row) => row.unsupported))('does not have $source', ({ source }) => {
		expect(problemOf(source)?.type).toBe('NotSupportedError');
	});
});
