/** The engine hangs: the page does not, and the lesson goes on in a fresh engine. */
import { hang } from './support/engine-worker.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 90_000 });

test('Pause during a race whose engine hangs starts a fresh engine, and Step forward works', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await bench.setSpeed('full');
	await bench.press('Play');
	await expect.poll(() => bench.lossCount(), { intervals: [20] }).toBeGreaterThan(1);
	await hang(page);
	await bench.press('Pause');
	await expect(page.getByText('The engine did not answer and was started anew.')).toBeVisible();
	await bench.setSpeed('quick');
	await bench.press('Reset');
	await bench.begun(0);
	await bench.turnTo(1);
	await bench.begun(1);
	await bench.press('Step forward');
	await expect(bench.narration).toHaveText(/^Step 1 of 21, forward: h = mm\(x, w1\)/);
});

for (const [what, act] of [
	['Reset', (bench: Workbench) => bench.press('Reset')],
	[
		'another lesson',
		(bench: Workbench) => bench.page.getByRole('radio', { name: 'autograd' }).check()
	]
] as const) {
	test(`${what} during a race whose engine hangs starts a fresh engine, and the next iteration comes`, async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open('?backend=reference');
		await bench.setSpeed('full');
		await bench.press('Play');
		await expect.poll(() => bench.lossCount(), { intervals: [20] }).toBeGreaterThan(1);
		await hang(page);
		await act(bench);
		await bench.setSpeed('quick');
		await bench.begun(0);
		await bench.turnTo(1);
		await bench.begun(1);
	});
}
