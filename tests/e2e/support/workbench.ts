/** The page as a reader handles it: its controls by the names that they have on the screen. */
import { expect, type Locator, type Page } from '@playwright/test';

export type Transport = 'Reset' | 'Step back' | 'Play' | 'Pause' | 'Step forward';

/** Places on the speed control: of 1.5, of 100 ops a second, and of as fast as it goes. */
export const SPEEDS = { slow: 1, quick: 8, full: 9 } as const;

/** What the badge says while no engine runs. */
const WAITING = /^(prepared at build|starting…|waits for the code)$/;

export class Workbench {
	readonly narration: Locator;
	readonly badge: Locator;
	readonly timeline: Locator;
	readonly curve: Locator;
	readonly why: Locator;
	readonly check: Locator;
	readonly stage: Locator;
	readonly code: Locator;

	constructor(readonly page: Page) {
		this.narration = page.getByTestId('narration');
		this.badge = page.getByTestId('backend');
		this.timeline = page.getByRole('slider', { name: 'Operations of this iteration' });
		this.curve = page.getByRole('slider', { name: 'Iteration', exact: true });
		this.why = page.getByRole('region', { name: 'Why this step' });
		this.check = page.getByRole('region', { name: 'Gradient check' });
		this.stage = page.getByRole('region', { name: 'Graph of the lesson' });
		this.code = page.getByRole('region', { name: 'The lesson’s code' });
	}

	/** Opens the page, waits until the engine has taken over, and goes to the start of iteration 0. */
	async open(search = ''): Promise<void> {
		await this.firstSight(search);
		await this.goHome();
	}

	/** `open` for an address that opens presenting: there is no badge, but what can be stepped is there. */
	async openPresenting(search: string): Promise<void> {
		await this.page.goto(`./${search}`);
		await expect(this.button('Step forward')).toBeEnabled({ timeout: 60_000 });
		await this.timeline.press('Home');
		await this.timeline.blur();
		await expect(this.narration).toHaveText('Iteration 0 begins.');
	}

	/** Goes to the start of iteration 0 by the keyboard. */
	async goHome(): Promise<void> {
		await this.timeline.press('Home');
		await this.timeline.blur();
		await this.begun(0);
	}

	/** Opens the page, and leaves the clock where it stands then: at the loss. */
	async firstSight(search = ''): Promise<void> {
		await this.page.goto(`./${search}`);
		await this.served();
	}

	/** Waits until the engine that was asked for serves, or the one that stands in for it. */
	async served(): Promise<void> {
		await expect(this.badge).not.toHaveText(WAITING, { timeout: 60_000 });
		await expect(this.badge).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
	}

	/** Waits until the engine has answered and no older picture stands in for its own. */
	async settled(): Promise<void> {
		const main = this.page.locator('main[aria-busy=false]');
		await expect(main).toBeVisible({ timeout: 60_000 });
	}

	/** Waits until iteration `k` is on show, before its first step, with a backend behind it. */
	async begun(k: number): Promise<void> {
		await this.settled();
		await expect(this.narration).toHaveText(`Iteration ${k} begins.`, { timeout: 60_000 });
		await this.served();
	}

	press(name: Transport): Promise<void> {
		return this.button(name).click();
	}

	button(name: Transport): Locator {
		return this.page.getByRole('button', { name, exact: true });
	}

	async choose(option: 'by hand' | 'autograd' | 'lesson’s size' | 'tiny twin'): Promise<void> {
		await this.page.getByRole('radio', { name: option }).check();
		await this.begun(0);
	}

	async setSpeed(speed: keyof typeof SPEEDS): Promise<void> {
		await this.page.getByRole('slider', { name: 'Speed' }).fill(String(SPEEDS[speed]));
	}

	/** A tensor, op or card of the graph. */
	node(name: string): Locator {
		return this.stage.getByRole('button', { name, exact: true });
	}

	/** The middle of a cell of a matrix, in pixels of the page. */
	async cellCentre(
		name: string | RegExp,
		[row, column]: readonly [number, number]
	): Promise<[number, number]> {
		const pane = this.stage.getByRole('button', { name });
		const label = (await pane.getAttribute('aria-label')) ?? '';
		const [rows, columns] = /(\d+)×(\d+)/.exec(label)!.slice(1).map(Number);
		const { x, y, width, height } = (await pane.locator('.edge').boundingBox())!;
		return [x + ((column + 0.5) / columns) * width, y + ((row + 0.5) / rows) * height];
	}

	/** What the legend reads off the cell under the mouse: `h[3, 17] = 1.2345`; null where it is empty. */
	async readCell(): Promise<{ index: number[]; text: string } | null> {
		const output = await this.stage.locator('output').innerText();
		const match = /\[([\d, ]+)\]\s*=\s*(\S+)/.exec(output);
		return match && { index: match[1].split(', ').map(Number), text: match[2] };
	}

	/** Goes to iteration `k` by the keyboard of the loss curve. */
	async turnTo(k: number): Promise<void> {
		const now = Number(await this.curve.getAttribute('aria-valuenow'));
		await this.curve.press(k > now ? 'ArrowRight' : 'ArrowLeft');
	}

	/** Clicks on the loss curve where `k` is, to the pixel, and gives the iteration that opens. */
	async openNear(k: number): Promise<number> {
		const now = async () => Number(await this.curve.getAttribute('aria-valuenow'));
		const last = Number(await this.curve.getAttribute('aria-valuemax'));
		const { width, height } = (await this.curve.boundingBox()) ?? { width: NaN, height: NaN };
		const perPixel = Math.ceil(last / width);
		await this.curve.click({ position: { x: (k / last) * width, y: height / 2 } });
		await expect
			.poll(async () => Math.abs((await now()) - k), { timeout: 60_000 })
			.toBeLessThanOrEqual(perPixel);
		return now();
	}

	/** Waits for iteration `k`, and gives its loss as the page spells it. */
	async lossAt(k: number): Promise<string> {
		const words = new RegExp(`^iteration ${k}, loss `);
		await expect(this.curve).toHaveAttribute('aria-valuetext', words, { timeout: 60_000 });
		const text = await this.curve.getAttribute('aria-valuetext');
		return (text ?? '').replace(words, '');
	}

	/** How many iterations the loss curve has points for. */
	lossCount(): Promise<number> {
		const curve = this.curve.locator('path.losses');
		return curve.evaluate((path) => path.getAttribute('d')?.match(/[ML]/g)?.length ?? 0);
	}

	/** Where the head of the timeline is, in percent, frame after frame. */
	headTimes(frames: number): Promise<number[]> {
		return this.timeline.locator('.head').evaluate(async (head: HTMLElement, count) => {
			const seen: number[] = [];
			for (let i = 0; i < count; i++) {
				await new Promise((next) => requestAnimationFrame(next));
				seen.push(parseFloat(head.style.left));
			}
			return seen;
		}, frames);
	}

	/** Waits until the step under way is done and nothing moves any more. */
	async rested(): Promise<void> {
		await expect(this.page.locator('.stage[aria-busy=true]')).toHaveCount(0);
		await this.page.waitForFunction(() => {
			const head = document.querySelector<HTMLElement>('.timeline .head');
			const steps = document.querySelectorAll('.timeline .ops span').length;
			const time = (parseFloat(head?.style.left ?? '') / 100) * steps;
			return Math.abs(time - Math.round(time)) < 1e-3 && document.getAnimations().length === 0;
		});
	}

	/** Waits until the gradients of the iteration on show are checked, on show or not. */
	async checked(): Promise<void> {
		const role = { name: 'Gradient check', includeHidden: true };
		const check = this.page.getByRole('region', role);
		await expect(check.locator('tbody tr')).not.toHaveCount(0, { timeout: 60_000 });
		await expect(check.locator('.when')).toHaveCount(0, { timeout: 60_000 });
	}

	/** Opens the backend menu, and gives its notes. */
	async notes(): Promise<string[]> {
		await this.badge.click();
		await expect(this.page.getByRole('group', { name: 'Who should compute?' })).toBeVisible();
		const notes = await this.page.locator('.sheet .note').allInnerTexts();
		await this.page.keyboard.press('Escape');
		return notes;
	}

	/** What the check panel says, row by row, of the iteration on show. */
	async verdicts(): Promise<{ name: string; formula: string; slope: string; machine: string }[]> {
		await expect(this.check.getByRole('row')).not.toHaveCount(0, { timeout: 30_000 });
		const rows = await this.check.locator('tbody tr').all();
		return Promise.all(
			rows.map(async (row) => {
				const [formula, slope, machine] = await row.locator('td .word').allTextContents();
				return { name: await row.locator('.name').innerText(), formula, slope, machine };
			})
		);
	}
}
