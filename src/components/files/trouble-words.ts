// The words of the catalogue for what was wrong with a file.
import { m } from '#messages';
import type { FileTrouble } from '#state/files.svelte.ts';

export const troubleWords: Readonly<Record<FileTrouble['of'], (of: { file: string }) => string>> = {
	opening: m.files_trouble_opening,
	kind: m.files_trouble_kind,
	saving: m.files_trouble_saving
};
