/** PNG files, read back with Node's own inflate: the pixels that went in come out. */
import { describe, expect, it } from 'vitest';
import { encodePng } from '#scene/png.ts';
import { chunksOf, decodePng } from '../support/png.ts';

/** `count` opaque pixels, every one of another colour. */
function colours(count: number): Uint8ClampedArray {
	return Uint8ClampedArray.from(
		Array.from({ length: count }, (_, i) => [i & 255, i >> 8, (i * 7) & 255, 255]).flat()
	);
}

describe('encodePng(pixels, width, height)', () => {
	it.each([
		[1, 1],
		[3, 2],
		[16, 16]
	])('of %i×%i pixels gives them back', async (width, height) => {
		const pixels = colours(width * height);
		expect(decodePng(await encodePng(pixels, width, height))).toEqual({
			width,
			height,
			pixels: [...pixels]
		});
	});

	it('keeps a colour once, however often it occurs', async () => {
		const pixels = new Uint8ClampedArray(4 * 10_000).fill(255);
		const palette = chunksOf(await encodePng(pixels, 100, 100))[1];
		expect(palette.body.length).toBe(3);
	});

	it('refuses more than 256 colours', async () => {
		await expect(encodePng(colours(257), 257, 1)).rejects.toThrow('257 colours');
	});
});
