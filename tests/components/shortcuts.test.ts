/** The table of keys: no key twice, every one explained in every language, every action within reach. */
import { afterEach, describe, expect, test } from 'vitest';
import { locales, overwriteGetLocale } from '#messages/runtime.js';
import { createActions } from '#components/actions.ts';
import { shortcuts } from '#components/shortcut-list.ts';
import { ariaKeys, bindings, type Action } from '#components/shortcuts.ts';
import { Display } from '#state/display.svelte.ts';
import { Explorer } from '#state/explorer.svelte.ts';
import { FakeClient } from '../support/fake-client.ts';

const bound = bindings.map(({ key, shift, ...binding }) => ({
	press: `${shift ? 'Shift+' : ''}${key}`,
	...binding
}));

/** What the page hands in by itself. */
const more = {
	help: () => {},
	lessons: () => {},
	bugs: () => {},
	fold: () => {},
	find: () => {},
	list: () => {},
	transpose: () => {}
};

function createPage() {
	const explorer = new Explorer(() => new FakeClient());
	const display = new Display({ fill: () => {}, release: () => {} });
	return { explorer, display, actions: createActions(explorer, display, more) };
}

describe('shortcuts', () => {
	afterEach(() => overwriteGetLocale(() => 'en'));

	test('bind each key once', () => {
		const presses = bound.map(({ press }) => press);
		expect(presses.filter((press, i) => presses.indexOf(press) !== i)).toEqual([]);
	});

	test('give the ordinary page a key for every action, so that none is a presenter’s alone', () => {
		const ordinary = new Set(bound.filter((key) => !key.presenting).map(({ action }) => action));
		expect(bound.filter(({ action }) => !ordinary.has(action))).toEqual([]);
	});

	test('explain every action that a key has, and no other', () => {
		const explained = new Set(shortcuts.flatMap(({ actions }) => actions));
		expect([...explained].sort()).toEqual([...new Set(bound.map(({ action }) => action))].sort());
	});

	test.each(locales)('are explained in %s, no two alike', (locale) => {
		overwriteGetLocale(() => locale);
		const texts = shortcuts.map(({ text }) => text());
		expect(texts.filter((text) => text.trim() === '' || text.includes('keys_'))).toEqual([]);
		expect(new Set(texts).size).toBe(texts.length);
		expect(texts.every((text) => /[가-힣]/.test(text))).toBe(locale === 'ko');
	});
});

describe('createActions(explorer, display, more)', () => {
	test('has an action for every key, and no action that no key reaches', () => {
		const named = [...new Set(bound.map(({ action }) => action))].sort();
		expect(Object.keys(createPage().actions).sort()).toEqual(named);
	});

	test('does what the keys say', () => {
		const { explorer, display, actions } = createPage();
		actions['lesson 2']?.();
		expect([explorer.lessonId, explorer.both]).toEqual(['autograd', false]);
		actions['lesson 3']?.();
		expect(explorer.both).toBe(true);
		actions.present?.();
		expect(display.presenting).toBe(true);
		actions.escape?.();
		expect(display.presenting).toBe(false);
	});
});

test('ariaKeys(action) spells the key as browsers want it, and knows one for every action', () => {
	const spelt: readonly (readonly [Action, string])[] = [
		['toggle', 'Space'],
		['previous', 'Shift+ArrowLeft'],
		['lesson 2', '2']
	];
	for (const [action, keys] of spelt) expect(ariaKeys(action)).toBe(keys);
	expect(bound.map(({ action }) => ariaKeys(action)).includes(undefined)).toBe(false);
});
