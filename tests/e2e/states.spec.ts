/** Every state that the screenshots show is one that everybody can read, in either theme. */
import { expectNoViolations } from './support/axe.ts';
import { test } from './support/page.ts';
import { SCENES, type SceneName } from './support/scenes.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 180_000 });

for (const name of Object.keys(SCENES) as SceneName[]) {
	test(`axe finds nothing in ${name}`, async ({ page }) => {
		await SCENES[name](new Workbench(page));
		await expectNoViolations(page);
	});
}

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	for (const name of [
		...(['first-sight', 'mid-backward', 'traced-cell'] as const),
		...(['why-the-transpose', 'side-by-side', 'nan-run'] as const)
	]) {
		test(`axe finds nothing in ${name}`, async ({ page }) => {
			await SCENES[name](new Workbench(page));
			await expectNoViolations(page);
		});
	}
});
