/**
 * A teacher's own list of bugs for a lesson, as a JSON file:
 *
 *   { "version": 1, "file": "lesson.py", "bugs": [
 *     { "name": "…", "hint": "…", "edits": [{ "from": "…", "to": "…" }], "targets": ["w1"] } ] }
 *
 * `file` may be left out; a bug may have `accumulates` and `sizes`, which mean what they mean in `Bug`.
 */
import { Entry } from '../exchange/entry.ts';
import { FileError } from '../exchange/problem.ts';
import { PythonError } from '../python/errors.ts';
import { parse } from '../python/parse.ts';
import { withBug, type Bug, type SourceEdit } from './bugs.ts';
import type { Lesson } from './lesson.ts';

/** What a page can show, and a diagnosis can try in a few seconds. Texts in characters. */
const MOST = { file: 2 ** 18, bugs: 60, edits: 10, targets: 40, name: 80, hint: 600, code: 4000 };
/** Sizes are given where shapes fit by chance, which small ones do. */
const MOST_SIZE = 256;

/** Throws a FileError that says where the list is wrong, and how: what it returns, `withBug` can make. */
export function parseBugs(text: string, lesson: Pick<Lesson, 'file' | 'source'>): Bug[] {
	if (text.length > MOST.file)
		throw new FileError(`the list is longer than ${MOST.file} characters`);
	const { version, file, bugs } = Entry.of(text).members(['version', 'bugs'], ['file']);
	if (version.json.value !== 1) throw version.wrong('must be 1');
	if (file && file.words(MOST.name) !== lesson.file)
		throw file.wrong(`is another lesson's: this one is ${lesson.file}`);
	const ids = new Set<string>();
	return bugs.elements(MOST.bugs).map((entry) => {
		const bug = readBug(entry, lesson.source);
		if (ids.has(bug.id)) throw entry.wrong('has the name of one before it');
		ids.add(bug.id);
		return bug;
	});
}

function readBug(entry: Entry, source: string): Bug {
	const { name, hint, edits, targets, accumulates, sizes } = entry.members(
		['name', 'hint', 'edits', 'targets'],
		['accumulates', 'sizes']
	);
	const words = { name: name.words(MOST.name), hint: hint.words(MOST.hint) };
	const bug: Bug = {
		// none of the built-in ones is like it
		id: `own: ${words.name}`,
		words,
		edits: readEdits(edits, source),
		targets: targets.elements(MOST.targets).map((target) => nameIn(source, target)),
		...(accumulates?.flag() ? { accumulates: true } : {}),
		...(sizes ? { sizes: readSizes(sizes, source) } : {})
	};
	readable(withBug(source, bug)!, edits);
	return bug;
}

/** Made one after another, as `withBug` does. */
function readEdits(list: Entry, source: string): SourceEdit[] {
	let text = source;
	return list.elements(MOST.edits).map((entry) => {
		const { from, to } = entry.members(['from', 'to']);
		const edit = { from: from.code(MOST.code), to: to.code(MOST.code) };
		if (edit.from === '') throw from.wrong('is empty');
		if (edit.from === edit.to) throw to.wrong('changes nothing');
		const edited = withBug(text, { edits: [edit] });
		if (edited === null) {
			const found = text.includes(edit.from) ? 'more than once' : 'nowhere';
			throw from.wrong(`must stand in the lesson once, and stands there ${found}`);
		}
		text = edited;
		return edit;
	});
}

function readable(source: string, entry: Entry): void {
	try {
		parse(source);
	} catch (error) {
		if (!(error instanceof PythonError)) throw error;
		const { type, message, line } = error.problem;
		throw entry.wrong(`make line ${line} of the lesson unreadable: ${type}: ${message}`);
	}
}

function readSizes(list: Entry, source: string): Record<string, number> {
	const entries = Object.entries(list.members(list.keys)).map(([name, entry]) => {
		if (!isNamed(source, name)) throw entry.wrong('names nothing in the lesson');
		return [name, entry.size(MOST_SIZE)] as const;
	});
	return Object.fromEntries(entries);
}

function nameIn(source: string, entry: Entry): string {
	const name = entry.words(MOST.name);
	if (!isNamed(source, name)) throw entry.wrong(`names nothing in the lesson: ${name}`);
	return name;
}

/** `net.0.weight` needs `net`. */
function isNamed(source: string, name: string): boolean {
	const [root] = name.split('.');
	return /^[\p{L}_][\p{L}\d_]*$/u.test(root) && source.split(/[^\p{L}\d_]+/u).includes(root);
}
