/** Lessons as Jupyter notebooks (nbformat 4.5), and the code of notebooks as lessons. */
import type { Statement } from '../python/ast.ts';
import { parse } from '../python/parse.ts';
import { withReplacements, type Replacement } from './edits.ts';
import { FileError } from './problem.ts';

/** Calls at the end of a cell that leave nothing to show. */
const SILENT = new Set(['print', 'backward', 'step', 'zero_grad']);

/**
 * `source` in cells, split where a blank line or a comment stands between statements at the margin;
 * run in order they print what the script prints, and nothing else. `heading` is Markdown.
 */
export function toNotebook(source: string, heading: string): string {
	const cells = [markdown(heading), ...cellsOf(source).map(code)];
	const notebook = {
		cells: cells.map((cell, i) => ({ ...cell, id: `cell-${i}` })),
		metadata: {
			kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
			language_info: { file_extension: '.py', mimetype: 'text/x-python', name: 'python' }
		},
		nbformat: 4,
		nbformat_minor: 5
	};
	return `${JSON.stringify(notebook, null, 1)}\n`;
}

const markdown = (text: string) => ({ cell_type: 'markdown', metadata: {}, source: linesOf(text) });

const code = (text: string) => ({
	cell_type: 'code',
	execution_count: null,
	metadata: {},
	outputs: [],
	source: linesOf(text)
});

/** Jupyter keeps texts as lists of lines, each with its end. */
function linesOf(text: string): string[] {
	return text.split(/(?<=\n)/);
}

/** Pieces that each hold whole statements. */
export function cellsOf(source: string): string[] {
	const { body } = parse(source);
	const cuts = body.slice(1).flatMap((statement, i) => {
		const cut = cutIn(source, body[i].at.to, statement.at.from);
		return cut === null ? [] : [cut];
	});
	const bounds = [0, ...cuts, source.length];
	return bounds.slice(1).flatMap((to, i) => {
		const from = bounds[i];
		const inside = body.filter(({ at }) => at.from >= from && at.to <= to);
		const text = withReplacements(source.slice(from, to), hush(source, inside.at(-1), from));
		const cell = text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
		return cell === '' ? [] : [cell];
	});
}

/** Where a cell ends between two statements: at a blank line, else before a comment; null: nowhere. */
function cutIn(source: string, from: number, to: number): number | null {
	const gap = source.slice(from, to);
	const blank = /\n[ \t]*\n/.exec(gap);
	if (blank) return from + blank.index + 1;
	const comment = /\n#/.exec(gap);
	return comment ? from + comment.index + 1 : null;
}

/** A cell shows what its last line is, unless a semicolon ends it. */
function hush(source: string, last: Statement | undefined, start: number): Replacement[] {
	if (last?.kind !== 'Expr' || /^[ \t]*;/.test(source.slice(last.at.to))) return [];
	const { value } = last;
	const called = value.kind === 'Call' ? value.func : null;
	const name =
		called?.kind === 'Name' ? called.id : called?.kind === 'Attribute' ? called.attr : '';
	if (SILENT.has(name)) return [];
	const at = last.at.to - start;
	return [{ from: at, to: at, text: ';' }];
}

/** The code cells of a notebook as one source. Throws a FileError where there are none. */
export function fromNotebook(text: string): string {
	const { cells, worksheets } = objectIn(text);
	if (worksheets !== undefined) {
		throw new FileError('the notebook is of nbformat 3; Jupyter saves it anew as nbformat 4');
	}
	if (!Array.isArray(cells)) throw new FileError('the file is no notebook: it has no cells');
	const sources = cells.flatMap((cell: unknown, i) => codeIn(cell, i));
	if (sources.length === 0) throw new FileError('the notebook has no code cell');
	return `${sources.join('\n\n')}\n`;
}

function objectIn(text: string): Record<string, unknown> {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		throw new FileError('the file is no notebook: it is not JSON');
	}
	if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
	throw new FileError('the file is no notebook: it has no cells');
}

function codeIn(cell: unknown, i: number): string[] {
	if (typeof cell !== 'object' || cell === null) throw new FileError(`cell ${i} is no object`);
	const { cell_type, source } = cell as Record<string, unknown>;
	if (cell_type !== 'code') return [];
	const text: unknown = Array.isArray(source) ? source.join('') : source;
	if (typeof text !== 'string') throw new FileError(`cell ${i} has no text for its source`);
	const code = withoutMagics(text).trimEnd();
	return code === '' ? [] : [code];
}

/** IPython's own commands; a line of Python may go on with `% b` or `!= b`. */
const MAGIC = /^\s*(%%?[A-Za-z]|!(?!=))/;

/** Magics are no Python; a semicolon at the end has a meaning in a cell alone. */
function withoutMagics(text: string): string {
	const lines = text.split('\n').map((line) => (MAGIC.test(line) ? `# ${line.trim()}` : line));
	const code = lines.join('\n').trimEnd();
	return lines.at(-1)?.includes('#') ? code : code.replace(/;$/, '');
}
