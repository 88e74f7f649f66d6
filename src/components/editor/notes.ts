/** What the page says of a source while it is edited, by line. */
import type { LessonProblem } from '#engine';
import type { Assist } from '#state/assist.ts';
import type { Locale } from '#state/language.svelte.ts';
import type { Direction } from '#state/lines.ts';

export interface SourceNotes {
	/** At the end of lines: the shape of what they gave a name. */
	readonly shapes: ReadonlyMap<number, string>;
	/** The line of the step on show. */
	readonly active: { readonly line: number; readonly direction: Direction } | null;
	readonly problem: LessonProblem | null;
}

export interface EditorOptions {
	/** What the field is called. */
	readonly label: string;
	readonly source: string;
	/** The line to begin at, from 1. */
	readonly line: number;
	/** Every change, as it is typed. */
	readonly onchange: (source: string) => void;
	/** The reader wants it run now. */
	readonly onrun: () => void;
	readonly onleave: () => void;
	readonly assist: Assist;
	/** The language that the reader has chosen now. */
	readonly language: () => Locale;
}

/** A field with a lesson's source in it. */
export interface SourceEditor {
	/** Says it of the text as it is now. */
	annotate(notes: SourceNotes): void;
	/** Puts another text in its place, which can be undone. */
	replace(source: string): void;
	/** A list of completions is open, so that the last word may be half of one. */
	readonly isChoosing: boolean;
	/** Puts the cursor there, from 1, in sight. */
	goTo(line: number, column: number): void;
	focus(): void;
	close(): void;
}
