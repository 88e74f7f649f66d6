/**
 * Classic bugs of the built-in lessons, as data: what to write instead of what, and which
 * gradients that makes wrong. Their names and hints are in the catalogue, as `bug_<id>` and
 * `bug_<id>_hint`; those of a teacher's own list (bug-list.ts) bring their words along.
 */
import type { BuiltInId } from './lesson.ts';

/** Both stand in the lesson's source literally; `from` once. */
export interface SourceEdit {
	readonly from: string;
	readonly to: string;
}

export interface Bug {
	/** Of the catalogue; lessons that go wrong in the same way share it. */
	readonly id: string;
	/** Absent: the catalogue has them. */
	readonly words?: { readonly name: string; readonly hint: string };
	readonly edits: readonly SourceEdit[];
	/** Names of the tensors whose gradient it makes wrong: `h`, `w1`. */
	readonly targets: readonly string[];
	/** It goes on from the `.grad` that the iteration before left: nothing shows in the first. */
	readonly accumulates?: true;
	/** Overrides at which it can be made at all: elsewhere the shapes refuse it. */
	readonly sizes?: Readonly<Record<string, number>>;
}

/** The source with the bug in it; null where the source does not read as the bug expects. */
export function withBug(source: string, { edits }: Pick<Bug, 'edits'>): string | null {
	let text = source;
	for (const { from, to } of edits) {
		const at = text.indexOf(from);
		if (at < 0 || text.includes(from, at + 1)) return null;
		text = text.slice(0, at) + to + text.slice(at + from.length);
	}
	return text;
}

/** The list of a built-in lesson, loaded when it is asked for; empty where there is none. */
export async function bugsOf(id: BuiltInId): Promise<readonly Bug[]> {
	switch (id) {
		case 'manual':
			return (await import('./bugs/manual.ts')).manualBugs;
		default:
			return (await import('./bugs/gallery.ts')).galleryBugs[id] ?? [];
	}
}
