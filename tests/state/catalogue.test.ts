import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (locale: string): Record<string, string> =>
	JSON.parse(readFileSync(new URL(`../../src/messages/${locale}.json`, import.meta.url), 'utf8'));
const en = read('en');
const ko = read('ko');
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('the catalogues', () => {
	it('have the same messages', () => {
		expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
	});

	it('leave the same holes in each message', () => {
		for (const [key, text] of Object.entries(en)) {
			expect([key, holes(ko[key] ?? '')]).toEqual([key, holes(text)]);
		}
	});

	it('are translated, but for names', () => {
		const same = Object.keys(en).filter((key) => key !== '$schema' && en[key] === ko[key]);
		const isName = (key: string) =>
			!/[a-z]{3}/.test((en[key] ?? '').replace(/\{\w+\}|autograd/g, ''));
		expect(same.filter((key) => !isName(key))).toEqual([]);
	});
});
