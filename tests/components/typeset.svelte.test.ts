import { describe, expect, it } from 'vitest';
import { loadTypesetter } from '#components/typeset.ts';

const TEX = '\\htmlData{node=7}{w_{1}} \\gets w_{1} - 10^{-6}';

describe('Typesetter', () => {
	it('sets a formula as KaTeX does, however often it is asked', async () => {
		const typesetter = await loadTypesetter();
		const [first, second] = [document.createElement('p'), document.createElement('p')];
		second.textContent = 'what was there before';
		for (const place of [first, second, first]) typesetter.render(TEX, place);
		expect(first.querySelector('.katex [data-node="7"]')).not.toBeNull();
		expect(second.innerHTML).toBe(first.innerHTML);
	});

	it('hands out formulas that may be changed without changing the next', async () => {
		const typesetter = await loadTypesetter();
		const place = document.createElement('p');
		typesetter.render(TEX, place);
		const whole = place.innerHTML;
		place.querySelector('[data-node]')!.setAttribute('tabindex', '0');
		typesetter.render(TEX, place);
		expect(place.innerHTML).toBe(whole);
	});
});
