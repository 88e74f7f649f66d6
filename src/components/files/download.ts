/** Hands a file to the reader, as browsers let a page do it. */
import type { SavedFile } from '#state/files.svelte.ts';

/** The last file's address, which its download may still need. */
const lent: { url?: string } = {};

export function download({ name, type, content }: SavedFile): void {
	if (lent.url !== undefined) URL.revokeObjectURL(lent.url);
	lent.url = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement('a');
	link.href = lent.url;
	link.download = name;
	link.click();
}
