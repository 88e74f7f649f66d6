/** Colours as they come out on the screen, and how far two of them are apart. */
import type { Locator, Page } from '@playwright/test';

export type Rgb = readonly [number, number, number];

/** The colour of a pixel, at `x` and `y` from the left upper corner of the window. */
export async function colourAt(page: Page, x: number, y: number): Promise<Rgb> {
	const clip = { x: Math.floor(x), y: Math.floor(y), width: 1, height: 1 };
	const file = (await page.screenshot({ clip })).toString('base64');
	return page.evaluate(async (text) => {
		const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
		const image = await createImageBitmap(new Blob([bytes]));
		const context = new OffscreenCanvas(1, 1).getContext('2d')!;
		context.drawImage(image, 0, 0);
		const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
		return [red, green, blue] as const;
	}, file);
}

/** The colour in an element, at these parts of its width and height. */
export async function colourIn(element: Locator, across = 0.5, down = 0.5): Promise<Rgb> {
	const { x, y, width, height } = (await element.boundingBox())!;
	return colourAt(element.page(), x + across * width, y + down * height);
}

function luminance(colour: Rgb): number {
	const [red, green, blue] = colour.map((value) => {
		const part = value / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** As WCAG has it: 1 for the same, 21 for black on white. */
export function contrast(one: Rgb, other: Rgb): number {
	const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
}
