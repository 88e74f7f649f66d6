import { describe, expect, it } from 'vitest';
import { countGates, shutGates } from '#scene/coats.ts';
import { tensor } from '#engine/tensor.ts';

describe('countGates(shut, columns)', () => {
	it('counts shut gates, and units that are shut for every sample', () => {
		const h = tensor([-1, 2, -3, -4, 5, 6], [2, 3], 'float32');
		const shut = shutGates(h, 'clamp', { min: 0, max: null });
		expect(countGates(shut, 3)).toEqual({ shut: 3, total: 6, dead: 1 });
	});

	it('calls no unit dead on the word of one sample', () => {
		expect(countGates(Uint8Array.of(1, 0, 1), 3)).toEqual({ shut: 2, total: 3, dead: 0 });
	});
});
