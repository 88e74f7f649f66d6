/** What a request to load a lesson means in the engine's own terms. */
import type { LessonOptions } from '#engine';
import type { LoadRequest } from './api.ts';

export function optionsOf({ seed, overrides, inputs }: LoadRequest): LessonOptions {
	// the lesson's own tensors keep their requires_grad; what stands in adds none
	const leaves = Object.entries(inputs ?? {}).map(
		([name, value]) => [name, { value, requiresGrad: false }] as const
	);
	const given = leaves.length > 0 ? Object.fromEntries(leaves) : undefined;
	return { seed, overrides, inputs: given, dtype: 'float32' };
}
