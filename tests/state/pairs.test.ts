import { describe, expect, it } from 'vitest';
import { bridgeOf, ghostLines, pairsOf, stepThere } from '../../src/state/pairs.ts';
import { markOfDifference } from '../../src/state/verdict.ts';
import { AUTOGRAD, MANUAL, open } from '../support/lesson.ts';

const hand = (await (await open(MANUAL)).trace(0))!;
const auto = (await (await open(AUTOGRAD)).trace(0))!;
const pairs = pairsOf(hand, auto);
const bridge = bridgeOf(hand, auto, pairs);
const lineOf = (text: string) => 1 + MANUAL.split('\n').findIndex((line) => line.includes(text));

describe('pairsOf(here, other)', () => {
	it('numbers the gradients that both have, each with the line that derived it', () => {
		expect(pairs.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
		expect(pairs.map(({ line }) => line).sort((a, b) => a - b)).toEqual(
			['grad_y_pred =', 'grad_w2 =', 'grad_h_relu =', 'grad_h[h < 0]', 'grad_w1 ='].map(lineOf)
		);
		expect(pairs.map(({ difference }) => markOfDifference(difference))).toEqual(
			Array(5).fill('equal')
		);
	});

	it('marks what differs as different, and what cannot be compared as unknown', async () => {
		const wrong = MANUAL.replace('2.0 * (y_pred - y)', '2.5 * (y_pred - y)');
		const other = (await (await open(wrong)).trace(0))!;
		const marks = pairsOf(other, auto).map(({ difference }) => markOfDifference(difference));
		expect(marks).toEqual(Array(5).fill('different'));
		const light = hand.values.map((value) => ({ ...value, data: new Float32Array(0) }));
		const [first] = pairsOf({ ...hand, values: light }, auto);
		expect(markOfDifference(first.difference)).toBe('unknown');
	});
});

describe('ghostLines(here, other, pairs, bridge)', () => {
	it('writes what autograd made in the names that the hand-written lesson gave', () => {
		const lines = ghostLines(hand, auto, pairs, bridge);
		expect(lines.map(({ name, call, pair }) => `${pair?.number ?? ' '} ${name} = ${call}`)).toEqual(
			[
				'  ∂loss = ones_like(loss)',
				'  ∂(y_pred − y)² = expand(∂loss)',
				'1 ∂y_pred = mul(∂(y_pred − y)², 2·(y_pred − y))',
				'2 ∂h_relu = mm(∂y_pred, w2ᵀ)',
				'3 w2.grad = mm(h_reluᵀ, ∂y_pred)',
				'4 ∂h = where(ge(h, 0), ∂h_relu, 0)',
				'5 w1.grad = mm(xᵀ, ∂h)'
			]
		);
	});
});

describe('stepThere(here, other, bridge, index)', () => {
	it('finds for every step one of the same phase, and for a gradient the one that makes it', () => {
		hand.steps.forEach((step, i) => {
			const there = auto.steps[stepThere(hand, auto, bridge, i)];
			expect(there.phase).toBe(step.phase);
		});
		for (const { line, nodes } of pairs) {
			const at = hand.steps.findLastIndex(({ node }) => hand.graph.nodes[node].at?.line === line);
			expect(auto.steps[stepThere(hand, auto, bridge, at)].node).toBe(nodes[1]);
		}
		const h = hand.steps.findIndex(({ phase }) => phase === 'forward');
		expect(stepThere(hand, auto, bridge, h)).toBe(0);
		expect(stepThere(hand, auto, bridge, -1)).toBe(-1);
	});

	it('leads back from what it led to', () => {
		for (const [from, to] of bridge.there) expect(bridge.back.get(to)).toBe(from);
	});
});
