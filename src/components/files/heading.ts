// What stands over a saved notebook, in Markdown: the lesson's title, and what to look at in it.
import type { Lesson } from '#engine/lessons/lesson.ts';
import { m } from '#messages';
import { placeOf } from '#state/library.svelte.ts';
import { prose } from '../gallery/prose.ts';
import { titles } from '../gallery/titles.ts';

export function headingOf({ id, file }: Pick<Lesson, 'id' | 'file'>): string {
	const place = placeOf(id);
	if (place === null) return paragraphs(`# ${file}`, m.files_heading());
	const { title, about } = titles[place];
	// the two about one net have no prose of their own
	const words = place === 'manual' ? null : prose[place];
	return paragraphs(
		`# ${title()}`,
		about(),
		...(words
			? [...words.look.map((look) => look()), `**${m.note_think()}** ${words.think()}`]
			: []),
		m.files_heading()
	);
}

const paragraphs = (...texts: readonly string[]) => texts.join('\n\n');
