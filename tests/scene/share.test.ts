import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { share, sharing } from '#scene/share.ts';

/** Trees of what frames and models are made of. */
const { tree } = fc.letrec((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 4 },
		fc.double(),
		fc.string(),
		fc.constant(null),
		fc.array(tie('tree'), { maxLength: 3 }),
		fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
		fc
			.dictionary(fc.string(), tie('tree'), { maxKeys: 3 })
			.map((each) => new Map(Object.entries(each)))
	)
}));

describe('share(before, after)', () => {
	it('always equals what came after', () => {
		fc.assert(
			fc.property(tree, tree, (before, after) => {
				expect(share(before, after)).toEqual(after);
			})
		);
	});

	it('is what was there before where the two are equal', () => {
		fc.assert(
			fc.property(tree, (before) => {
				expect(share(before, structuredClone(before))).toBe(before);
			})
		);
	});

	it('keeps the parts that have not changed', () => {
		const before = { tiles: { x: { reveal: 1 }, h: { reveal: 0.2 } }, ways: new Map([['a', [1]]]) };
		const after = { tiles: { x: { reveal: 1 }, h: { reveal: 0.3 } }, ways: new Map([['a', [1]]]) };
		const shared = share(before, after);
		expect(shared.tiles.x).toBe(before.tiles.x);
		expect(shared.ways).toBe(before.ways);
		expect(shared.tiles.h).toEqual({ reveal: 0.3 });
		expect(before.tiles.h.reveal).toBe(0.2);
	});

	it('looks as deep as it is told to, and takes nothing apart that is more than data', () => {
		const [before, after] = [[{ a: [1] }], [{ a: [1] }]];
		expect(share(before, after, 2)).not.toBe(before);
		expect(share(before, [{ a: before[0].a }], 2)).toBe(before);
		const numbers = { data: Float32Array.of(1) };
		const others = { data: Float32Array.of(1) };
		expect(share(numbers, others)).not.toBe(numbers);
		expect(share(numbers, others).data).toBe(others.data);
	});

	it('tells a key that is missing from one that is undefined', () => {
		const before = { a: undefined };
		expect(Object.keys(share(before, { b: undefined }))).toEqual(['b']);
	});
});

describe('sharing(make)', () => {
	it('makes the same object as long as nothing changes', () => {
		let reveal = 0;
		const now = sharing(() => ({ reveal }));
		const first = now();
		expect(now()).toBe(first);
		reveal = 1;
		expect(now()).toEqual({ reveal: 1 });
		expect(now()).toBe(now());
	});
});
