import { describe, expect, it } from 'vitest';
import { Pointing } from '../../src/state/pointing.svelte.ts';

const at = (node: number) => () => ({ node, nodes: [node] });
const term = (node: number) => () => ({ node, nodes: [node], isTerm: true });

describe('Pointing', () => {
	it('hover(target) goes before what is held, and gives it back', () => {
		const pointing = new Pointing();
		pointing.hold(at(1));
		pointing.hover(at(2));
		expect([pointing.target?.node, pointing.explained]).toEqual([2, 2]);
		pointing.hover(null);
		expect([pointing.target?.node, pointing.explained]).toEqual([1, 1]);
		pointing.hold(null);
		expect([pointing.target, pointing.explained]).toEqual([null, null]);
	});

	it('leave(target) and release(target) end only what still is', () => {
		const pointing = new Pointing();
		const [one, other] = [at(1), at(2)];
		pointing.hover(one);
		pointing.hover(other);
		pointing.leave(one);
		expect(pointing.target?.node).toBe(2);
		pointing.leave(other);
		pointing.hold(one);
		pointing.hold(other);
		pointing.release(one);
		expect(pointing.target?.node).toBe(2);
		pointing.release(other);
		expect(pointing.target).toBeNull();
	});

	it('toggle(target) points, points elsewhere, and stops pointing', () => {
		const pointing = new Pointing();
		pointing.toggle(at(1));
		pointing.toggle(at(2));
		expect(pointing.target?.node).toBe(2);
		pointing.toggle(at(2));
		expect(pointing.target).toBeNull();
	});

	it('a term of the explanation lights up and changes nothing in the explanation', () => {
		const pointing = new Pointing();
		pointing.hover(term(7));
		expect([pointing.target?.node, pointing.explained]).toEqual([7, null]);
		pointing.hover(null);
		pointing.toggle(at(1));
		pointing.toggle(term(7));
		expect([pointing.target?.node, pointing.explained]).toEqual([7, 1]);
		pointing.clear();
		expect([pointing.target, pointing.explained]).toEqual([null, null]);
	});

	it('keeps pointing at the same thing when that becomes another node', () => {
		const pointing = new Pointing();
		let node = 4;
		pointing.hover(() => ({ node, nodes: [node] }));
		node = 5;
		expect([pointing.target?.node, pointing.explained]).toEqual([5, 5]);
	});
});
