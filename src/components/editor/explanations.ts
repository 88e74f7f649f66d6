/** One line on each name that is not the lesson's own, in the reader's language, loaded with the editor. */
import { m } from '#messages';
import type { Locale } from '#state/language.svelte.ts';

type Lines = Readonly<Record<string, string>>;

const catalogues: Readonly<Record<Locale, () => Promise<{ default: Lines }>>> = {
	en: () => import('../../messages/names/en.json'),
	ko: () => import('../../messages/names/ko.json')
};

/** The line on `origin`, `Tensor.sum`; empty where there is none. */
export type Explain = (origin: string | null) => string;

/** Without a network names are offered without their lines; the next asking tries again. */
export async function loadExplanations(locale: Locale): Promise<Explain> {
	const lines = await catalogues[locale]().then(
		(loaded) => loaded.default,
		(): Lines => ({})
	);
	return (origin) => (origin === null ? '' : explanationOf(lines, origin));
}

/** By its full name, else by its last part; a function that works in place by the one that does not. */
export function explanationOf(lines: Lines, origin: string): string {
	const last = origin.slice(origin.lastIndexOf('.') + 1);
	const found = [origin, last].find((name) => Object.hasOwn(lines, name));
	if (found !== undefined) return lines[found];
	const plain = last.replace(/_$/, '');
	return plain !== last && Object.hasOwn(lines, plain)
		? m.assist_in_place({ text: lines[plain] })
		: '';
}
