/** Pictures of the first iteration's matrices, in both themes, made with the page itself. */
import { error } from '@sveltejs/kit';
import { sketch } from '#scene/sketch.ts';
import { opening } from '../opening.ts';
import type { EntryGenerator, RequestHandler } from './$types';

const THEMES = ['light', 'dark'] as const;

export const prerender = true;

export const entries: EntryGenerator = async () => {
	const { preview } = await opening;
	return Object.values(preview.outlines).flatMap(({ image }) =>
		image === null ? [] : THEMES.map((theme) => ({ image: `${image}-${theme}` }))
	);
};

export const GET: RequestHandler = async ({ params }) => {
	const { trace, preview } = await opening;
	const [, name, node, shade] = /^(n(\d+))-(light|dark)$/.exec(params.image) ?? [];
	const outline = preview.outlines[Number(node)];
	const theme = THEMES.find((each) => each === shade);
	if (outline?.image !== name || !theme) error(404);
	const png = await sketch(trace.values[Number(node)], outline.scale, theme);
	return new Response(png, { headers: { 'Content-Type': 'image/png' } });
};
