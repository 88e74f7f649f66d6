import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Explorer } from '#state/explorer.svelte.ts';
import { choosePlace } from '#state/place.ts';
import { FakeClient } from '../support/fake-client.ts';
import { settle } from '../support/settle.ts';

let explorer: Explorer;

beforeEach(async () => {
	vi.useFakeTimers();
	explorer = new Explorer(() => new FakeClient());
	explorer.size = 'tiny';
	explorer.choose({});
	await settle(explorer);
});
afterEach(() => vi.useRealTimers());

describe('choosePlace(explorer, node, index)', () => {
	it('goes to the moment in which the value is made, selects it, and chooses the cell', () => {
		const { steps, claims } = explorer.run!.trace!;
		const { node } = claims.find(({ name }) => name === 'grad_w2')!;
		choosePlace(explorer, node, [2, 1]);
		expect(steps[explorer.player.step].node).toBe(node);
		expect(explorer.selected).toBe(node);
		const columns = explorer.run!.trace!.graph.nodes[node].shape[1];
		expect(explorer.cell).toMatchObject({ node, flat: 2 * columns + 1 });
	});

	it('keeps a cell that is chosen already', () => {
		const { node } = explorer.run!.trace!.claims[0];
		choosePlace(explorer, node, [1, 0]);
		const { cell } = explorer;
		choosePlace(explorer, node, [1, 0]);
		expect(explorer.cell).toMatchObject({ node, flat: cell!.flat });
		choosePlace(explorer, node, [0, 1]);
		expect(explorer.cell).toMatchObject({ node, flat: 1 });
	});

	it('leaves the clock where it is for what nothing has made', () => {
		explorer.player.seek(3);
		choosePlace(explorer, 0, [0, 0]);
		expect(explorer.player.time).toBe(3);
		expect(explorer.cell).toMatchObject({ node: 0, flat: 0 });
	});
});
