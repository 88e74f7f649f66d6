/**
 * Files in and out: the lesson as a script, a notebook or an ONNX model; and what the reader opens,
 * which becomes the lesson. What reads and writes files is loaded when it is asked for.
 */
import type { ModelKind } from '#engine/exchange/onnx/save.ts';
import type { CellEdit, LessonState } from '#engine/exchange/script.ts';
import type { Lesson } from '#engine/lessons/lesson.ts';
import { indexOf } from '#scene/grid.ts';
import { Edits } from './edits.ts';
import type { Explorer } from './explorer.svelte.ts';

export type FileKind = 'script' | 'notebook' | ModelKind;

/** A file to hand to the reader. */
export interface SavedFile {
	readonly name: string;
	readonly type: string;
	readonly content: string | Uint8Array<ArrayBuffer>;
}

/** What a model of the iteration on show would take and give, by name. */
export interface ModelOutline {
	readonly inputs: readonly string[];
	readonly parameters: readonly string[];
	readonly outputs: readonly string[];
}

export interface FileTrouble {
	readonly file: string;
	/** `opening`: a file of the reader's. `kind`: none that is known. `saving`: the lesson's own. */
	readonly of: 'opening' | 'kind' | 'saving';
	/** What is wrong, in the words of whoever found it. */
	readonly detail: string;
}

const ENDINGS: Readonly<Record<FileKind, string>> = {
	script: '.py',
	notebook: '.ipynb',
	inference: '.onnx',
	training: '_training.onnx'
};

const TYPES: Readonly<Record<FileKind, string>> = {
	script: 'text/x-python',
	notebook: 'application/x-ipynb+json',
	inference: 'application/octet-stream',
	training: 'application/octet-stream'
};

export class Files {
	trouble = $state.raw<FileTrouble | null>(null);
	/** Parameters are inputs of a saved model, rather than numbers in it. */
	parameterInputs = $state(false);

	/** `onbugs` hears of a list of bugs that was opened. */
	constructor(
		readonly explorer: Explorer,
		readonly onbugs: () => void = () => undefined
	) {}

	get #stem(): string {
		return this.explorer.lesson.file.replace(/\.\w+$/, '');
	}

	/** The file's content; null where it cannot be made, which `trouble` then tells. */
	async save(kind: FileKind, heading: string): Promise<SavedFile | null> {
		const name = this.#stem + ENDINGS[kind];
		this.trouble = null;
		try {
			return { name, type: TYPES[kind], content: await this.#content(kind, heading) };
		} catch (error) {
			this.trouble = { file: name, of: 'saving', detail: detailOf(error) };
			return null;
		}
	}

	async #content(kind: FileKind, heading: string): Promise<SavedFile['content']> {
		if (kind === 'script' || kind === 'notebook') {
			const { toScript } = await import('#engine/exchange/script.ts');
			const script = toScript(lessonState(this.explorer));
			if (kind === 'script') return script;
			const { toNotebook } = await import('#engine/exchange/notebook.ts');
			return toNotebook(script, heading);
		}
		return (await this.#model(kind)).bytes;
	}

	async #model(kind: ModelKind) {
		// before anything is waited for, so that what shows an outline follows these
		const { parameterInputs } = this;
		const { lesson, run } = this.explorer;
		const { saveModel } = await import('#engine/exchange/onnx/save.ts');
		if (!run?.trace) throw new Error('the lesson has not run');
		return saveModel(run.trace, {
			kind,
			parameterInputs,
			file: lesson.file,
			source: lesson.source
		});
	}

	/** Null where there is nothing to save. */
	async outline(kind: ModelKind): Promise<ModelOutline | null> {
		try {
			const { inputs, initialisers, outputs } = await this.#model(kind);
			const names = (list: typeof inputs) => list.map(({ name }) => name);
			return { inputs: names(inputs), parameters: names(initialisers), outputs: names(outputs) };
		} catch {
			return null;
		}
	}

	/**
	 * The file becomes the lesson, or a list of bugs part of it; one that cannot be read leaves the
	 * lesson as it is.
	 */
	async open(file: File): Promise<void> {
		this.trouble = null;
		const ending = /\.\w+$/.exec(file.name.toLowerCase())?.[0] ?? '';
		const read = READERS[ending];
		if (!read && ending !== '.json') {
			this.trouble = { file: file.name, of: 'kind', detail: '' };
			return;
		}
		try {
			if (!read) return await this.#addBugs(file);
			const { source, held } = await read(file);
			show(this.explorer, { id: 'opened', file: file.name, source, tiny: null, held });
		} catch (error) {
			this.trouble = { file: file.name, of: 'opening', detail: detailOf(error) };
		}
	}

	async #addBugs(file: File): Promise<void> {
		const { addOwnList } = await import('./known-bugs.svelte.ts');
		const { library, lessonId } = this.explorer;
		await addOwnList(library, lessonId, { file: file.name, text: await textOf(file) });
		this.onbugs();
	}
}

type Read = (file: File) => Promise<Pick<Lesson, 'source' | 'held'>>;

const READERS: Readonly<Record<string, Read>> = {
	'.py': async (file) => ({ source: await textOf(file) }),
	'.ipynb': async (file) => {
		const { fromNotebook } = await import('#engine/exchange/notebook.ts');
		return { source: fromNotebook(await textOf(file)) };
	},
	'.onnx': async (file) => {
		const { openModel } = await import('#engine/exchange/onnx/open.ts');
		return openModel(new Uint8Array(await file.arrayBuffer()), file.name);
	}
};

/** Throws where the bytes are no text: a picture that is called .py. */
async function textOf(file: File): Promise<string> {
	const bytes = await file.arrayBuffer();
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
	} catch {
		throw new Error('the file is no text in UTF-8');
	}
}

function show(explorer: Explorer, lesson: Lesson): void {
	explorer.library.add(lesson);
	// what belongs to the file before goes with it
	explorer.drafts.write('opened', null);
	explorer.library.lists?.write('opened', null);
	explorer.edits = Edits.none;
	explorer.choose({ lessonId: 'opened', size: 'own', both: false });
}

function lessonState({ lesson, overrides, seed, run, edits }: Explorer): LessonState {
	const { inputs } = edits;
	const cells = edits.list.map(({ name, flat, value }): CellEdit => {
		const { shape, dtype } = inputs[name];
		return { name, index: indexOf(shape, flat), dtype, value };
	});
	const usesSeed = run?.info?.usesSeed ?? true;
	const { source, held = {} } = lesson;
	return { source, overrides, seed: usesSeed ? seed : null, edits: cells, held };
}

function detailOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
