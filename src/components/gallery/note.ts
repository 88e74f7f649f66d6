// A lesson's prose, and what shows it: they come with the page of the lesson.
import type { Component } from 'svelte';
import type { GalleryId } from '#engine/lessons/lesson.ts';
import LessonNote from './LessonNote.svelte';
import PrintedLines from './PrintedLines.svelte';
import { prose, type Prose } from './prose.ts';
import { titles, type Names } from './titles.ts';

export interface Words extends Names, Prose {}

export interface Note {
	readonly words: Words;
	readonly View: Component<{ words: Words }>;
	readonly Printed: typeof PrintedLines;
}

export function noteOf(id: GalleryId): Note {
	return { words: { ...titles[id], ...prose[id] }, View: LessonNote, Printed: PrintedLines };
}
