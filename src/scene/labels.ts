/** What values and folded groups are called in the picture. */
import type { Trace } from '#engine/trace.ts';
import { expressionOf } from './expression.ts';
import type { Group } from './group.ts';
import type { Structure } from './structure.ts';

const LONGEST_LABEL = 14;

/** What stands on the chip of a folded group: `softmax`, `Linear`, `for ×3`. */
export function chipText({ kind, name, type, passes }: Group): string {
	if (kind === 'loop') return `${name} ×${passes}`;
	return kind === 'module' ? (type ?? name) : name;
}

/** The group in full: `Linear net.fc1`. */
export function groupTitle(group: Group): string {
	return group.type === null ? chipText(group) : `${group.type} ${group.name}`;
}

/** What a folded group is given, each once, without the parameters that are its own. */
function feedsOf(trace: Trace, { nodes }: Group, { roles }: Structure): number[] {
	const inside = new Set(nodes);
	const inputs = nodes.flatMap((id) => trace.graph.nodes[id].inputs);
	return [...new Set(inputs)].filter(
		(id) =>
			!inside.has(id) && roles.get(id) !== 'parameter' && trace.graph.nodes[id].op !== 'constant'
	);
}

/** `cross_entropy(scores, y)`. */
export function callText(
	trace: Trace,
	group: Group,
	structure: Structure,
	names: ReadonlyMap<number, string>
): string {
	const feeds = feedsOf(trace, group, structure).map(
		(id) => names.get(id) ?? expressionOf(trace.graph, id, names)
	);
	return `${chipText(group)}(${feeds.join(', ')})`;
}

/** Names for what the lesson left nameless: a short formula, else the op or the group that made it. */
export function labelsOf(
	trace: Trace,
	structure: Structure,
	folded: ReadonlyMap<number, Group>
): Map<number, string> {
	const { forward, leaves, names } = structure;
	const labels = new Map<number, string>();
	for (const leaf of leaves) labels.set(leaf, names.get(leaf) ?? `input ${leaf}`);
	/* formulas are written in the lesson's names, and in those of what is folded */
	const known = new Map(names);
	for (const id of forward) {
		const group = folded.get(id);
		if (group && group.exit !== id) continue;
		const name = names.get(id);
		const text =
			name ??
			(group && group.kind !== 'piece'
				? callText(trace, group, structure, known)
				: expressionOf(trace.graph, id, known));
		const short = group ? chipText(group) : trace.graph.nodes[id].op;
		labels.set(id, name !== undefined || text.length <= LONGEST_LABEL ? text : short);
		if (group) known.set(id, labels.get(id)!);
	}
	return labels;
}
