import { flushSync } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';
import { m } from '#messages';
import { Language } from '#state/language.svelte.ts';

afterEach(() => localStorage.clear());

describe('new Language()', () => {
	test('language.choose(locale) changes every text at once, and the page’s own language', () => {
		const language = new Language();
		language.choose('en');
		const seen: string[] = [];
		const stop = $effect.root(() => {
			$effect(() => {
				seen.push(m.app_name());
			});
		});
		flushSync();
		language.choose('ko');
		flushSync();
		stop();
		expect(seen).toEqual([m.app_name({}, { locale: 'en' }), m.app_name({}, { locale: 'ko' })]);
		expect(seen[0]).not.toBe(seen[1]);
		expect(document.documentElement.lang).toBe('ko');
	});

	test('a choice is kept for the next visit', () => {
		new Language().choose('ko');
		expect(localStorage.getItem('backprop-explorer:locale')).toBe('ko');
		expect(new Language().current).toBe('ko');
	});
});
