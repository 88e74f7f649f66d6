// What stands over a saved notebook, in Markdown: the lesson's title, and what to look at in it.
import type { Lesson } from '#engine/lessons/lesson.ts';
import { m } from '#messages';
import { prose } from '../gallery/prose.ts';
import { titles } from '../gallery/titles.ts';

export function headingOf({ id, file }: Pick<Lesson, 'id' | 'file'>): string {
	if (id === 'opened') return paragraphs(`# ${file}`, m.files_heading());
	// the two about one net share theirs, and have no prose of their own
	const own = id === 'manual' || id === 'autograd' ? null : id;
	const { title, about } = titles[own ?? 'manual'];
	const words = own && prose[own];
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
