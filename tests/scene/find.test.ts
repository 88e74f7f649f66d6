import { beforeAll, describe, expect, it } from 'vitest';
import type { Trace } from '#engine/trace.ts';
import { findNamed, nameable } from '#scene/find.ts';
import { createModel } from '#scene/model.ts';
import { open } from '../support/lesson.ts';

const LESSON = `
import torch
x = torch.randn(4, 3)
w_key = torch.randn(3, 3, requires_grad=True)
def block(a):
    key = a @ w_key
    bent = torch.tanh(key)
    return (key * bent).exp().log().abs().sqrt().sin().cos().neg().sigmoid().tanh().exp()
for step in range(2):
    h = block(x)
    loss = h.sum()
    loss.backward()
`;

let trace: Trace;
beforeAll(async () => {
	const session = await open(LESSON.trimStart(), { overrides: {} });
	trace = (await session.trace(0))!;
});

describe('findNamed(all, query, most)', () => {
	const names = (query: string, most = 9) =>
		findNamed(nameable(trace, createModel(trace)), query, most).map(({ name }) => name);

	it('finds by the start of a name first, then by a part of it, then by the op', () => {
		expect(names('key')).toEqual(['key', 'w_key']);
		expect(names('W_K')).toEqual(['w_key']);
		expect(names('block')).toContain('h');
		expect(names('nowhere')).toEqual([]);
		expect(names('', 2)).toHaveLength(2);
	});

	it('finds what is folded away, in the place where it is folded', () => {
		const model = createModel(trace);
		const [bent] = findNamed(nameable(trace, model), 'bent', 1);
		const tile = model.tiles.find(({ id }) => id === bent.id)!;
		expect(tile.fold?.name).toBe('block');
		expect(bent.by).toBe('h');
	});
});
