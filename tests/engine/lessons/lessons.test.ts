import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lessons } from '../../../engine/lessons/lessons.ts';

describe.each(Object.values(lessons))('lesson $id', (lesson) => {
	it('has the very bytes of its file', () => {
		const file = new URL(`../../fixtures/seed/${lesson.file}`, import.meta.url);
		expect(lesson.source).toBe(readFileSync(file, 'utf8'));
	});

	it('assigns every name that its tiny twin overrides', () => {
		for (const name of Object.keys(lesson.tiny)) {
			expect(lesson.source).toMatch(new RegExp(`^[\\w, ]*\\b${name}\\b[\\w, ]* = `, 'm'));
		}
	});
});
