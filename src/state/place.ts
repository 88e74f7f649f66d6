/** Leads to one entry of a value: to the moment in which it is made, where its cell is chosen. */
import { flatOf } from '#scene/grid.ts';
import { isPreview } from '#scene/preview.ts';
import type { Explorer } from './explorer.svelte.ts';

export function choosePlace(explorer: Explorer, node: number, index: readonly number[]): void {
	const { trace, player, cell } = explorer;
	if (!trace || isPreview(trace)) return;
	const step = trace.steps.findIndex((each) => each.node === node);
	if (step >= 0) player.seek(step + 1);
	const flat = flatOf(trace.graph.nodes[node].shape, index);
	explorer.selected = node;
	// to choose it once more would be to let it go
	const isChosen = explorer.cell !== null && cell?.node === node && cell.flat === flat;
	if (!isChosen) explorer.pick({ node, flat });
}
