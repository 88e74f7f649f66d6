import { describe, expect, it } from 'vitest';
import { lessons } from '../../engine/lessons/lessons.ts';
import { linesOfNode, nodesByLine, targetOfLine } from '../../src/state/linking.ts';
import { open } from '../support/lesson.ts';

const { source } = lessons.manual;
const traceOf = async (of: string) => (await (await open(of)).trace(0))!;
const trace = await traceOf(source);
const lineOf = (text: string, of = source) =>
	1 + of.split('\n').findIndex((line) => line.includes(text));
const claim = (name: string) => trace.claims.find((each) => each.name === name)!;
const bound = (name: string) => trace.bindings.find((each) => each.name === name)!.node;

describe('linesOfNode(trace, source, node)', () => {
	it('is the line of a value, and the assignment of a leaf', () => {
		expect(linesOfNode(trace, source, bound('h'))).toEqual([lineOf('h=x.mm')]);
		expect(linesOfNode(trace, source, bound('w1'))).toEqual([lineOf('w1 = torch.randn')]);
	});

	it('is every line that worked for a gradient', () => {
		expect(linesOfNode(trace, source, claim('grad_h').node)).toEqual([
			lineOf('grad_h = grad_h_relu.clone'),
			lineOf('grad_h[h < 0] = 0')
		]);
		expect(linesOfNode(trace, source, claim('grad_w1').node)).toEqual([lineOf('grad_w1 = ')]);
	});

	it('is nothing for a constant', () => {
		const constant = trace.graph.nodes.find(({ op }) => op === 'constant')!;
		expect(linesOfNode(trace, source, constant.id)).toEqual([]);
	});
});

describe('nodesByLine(trace, source)', () => {
	it('gives back every step and every leaf by a line of its own lines', () => {
		const lines = nodesByLine(trace, source);
		const leaves = ['x', 'y', 'w1', 'w2'].map(bound);
		expect([...lines.values()].flat().sort((a, b) => a - b)).toEqual(
			[...leaves, ...trace.steps.map(({ node }) => node)].sort((a, b) => a - b)
		);
		for (const [line, nodes] of lines) {
			for (const node of nodes) expect(linesOfNode(trace, source, node)).toContain(line);
		}
	});

	it('has nothing for a line that made nothing', () => {
		expect(nodesByLine(trace, source).has(lineOf('for t in range'))).toBe(false);
	});
});

describe('targetOfLine(nodes)', () => {
	it('explains what the line made last, and lights all of it', async () => {
		const auto = await traceOf(lessons.autograd.source);
		const line = lineOf('loss.backward()', lessons.autograd.source);
		const nodes = nodesByLine(auto, lessons.autograd.source).get(line);
		const target = targetOfLine(nodes);
		expect(target?.node).toBe(auto.claims.find(({ name }) => name === 'w1.grad')!.node);
		expect(target?.nodes).toEqual(
			auto.steps.filter(({ phase }) => phase === 'backward').map(({ node }) => node)
		);
		expect(targetOfLine(undefined)).toBeNull();
	});
});
