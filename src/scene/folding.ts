/** Which groups of ops are drawn as one, and which op by op: as many as there is room for, and as the reader likes. */
import type { Group } from './group.ts';

export interface Folding {
	/** Folded groups that are inside no other, by the ops in them. */
	readonly folded: ReadonlyMap<number, Group>;
	/** Groups drawn op by op, the outer before the inner. */
	readonly open: readonly Group[];
	/** The innermost of them around an op. */
	readonly around: ReadonlyMap<number, Group>;
}

export interface Wishes {
	/** Groups that the reader folded or unfolded, against what they would be. */
	readonly toggled: ReadonlySet<string>;
	/** Ops that a lesson speaks of by name: no group hides them of itself. */
	readonly shown: ReadonlySet<number>;
}

/** So many ops are opened of themselves: about what a strip shows in legible print. */
const ROOM = 12;

/** The parts of each group: groups directly inside it, and ops in none of those. */
function partsOf(groups: readonly Group[]): (group: Group) => { inner: Group[]; count: number } {
	const inner = new Map<string, Group[]>(groups.map(({ id }) => [id, []]));
	for (const group of groups) if (group.parent !== null) inner.get(group.parent)!.push(group);
	return (group) => {
		const parts = inner.get(group.id)!;
		const covered = parts.reduce((sum, { nodes }) => sum + nodes.length, 0);
		return { inner: parts, count: group.nodes.length - covered + parts.length };
	};
}

/** What a lesson is made of, and not only torch. */
const PARTS: ReadonlySet<Group['kind']> = new Set(['function', 'module', 'loop', 'pass']);

/** Functions of torch and the end of the loss are known by their names; so is a module without parts. */
function isWhole({ kind }: Group, inner: readonly Group[]): boolean {
	return !PARTS.has(kind) || (kind === 'module' && !inner.some((part) => PARTS.has(part.kind)));
}

function isAlike(a: Group, b: Group): boolean {
	if (a.kind !== b.kind || a.kind === 'loop') return a === b;
	return a.kind === 'module' ? a.type === b.type : a.name === b.name;
}

/** What is open before the reader has touched anything, of a forward pass of `total` ops. */
function opened(groups: readonly Group[], total: number, shown: ReadonlySet<number>): Set<string> {
	const parts = partsOf(groups);
	const open = new Set<string>();
	const roots = groups.filter(({ parent }) => parent === null);
	let count = total - roots.reduce((sum, { nodes }) => sum + nodes.length - 1, 0);
	const queue = roots.toSorted((a, b) => a.nodes[0] - b.nodes[0]);
	const looked = new Set<Group>();
	for (const group of queue) {
		if (looked.has(group)) continue;
		// calls of one function are opened together or not at all, and so are a loop and its passes
		const calls = queue.filter((each) => !looked.has(each) && isAlike(each, group));
		for (const each of calls) looked.add(each);
		const inner = calls.flatMap((each) => parts(each).inner);
		const passes = inner.filter(({ kind }) => kind === 'pass');
		const together = [...calls, ...passes];
		const more = together.reduce((sum, each) => sum + parts(each).count - 1, 0);
		const isNamed = calls.some(({ nodes, exit }) =>
			nodes.some((id) => id !== exit && shown.has(id))
		);
		if (!isNamed && (isWhole(group, inner) || count + more > ROOM)) continue;
		count += more;
		for (const { id } of together) open.add(id);
		for (const each of inner) queue.push(...(each.kind === 'pass' ? parts(each).inner : [each]));
	}
	return open;
}

function aroundOf(open: readonly Group[]): Map<number, Group> {
	return new Map(open.flatMap((group) => group.nodes.map((id) => [id, group] as const)));
}

/** Folds `groups`, which are in the order of `findGroups`, of a forward pass of `total` ops. */
export function foldingOf(groups: readonly Group[], total: number, wishes: Wishes): Folding {
	const { toggled, shown } = wishes;
	const openOfThemselves = opened(groups, total, shown);
	const isOpen = ({ id }: Group) => openOfThemselves.has(id) !== toggled.has(id);
	const folded = new Map<number, Group>();
	const open: Group[] = [];
	for (const group of groups) {
		if (folded.has(group.nodes[0])) continue;
		if (isOpen(group)) open.push(group);
		else for (const id of group.nodes) folded.set(id, group);
	}
	return { folded, open, around: aroundOf(open) };
}

/** Every group open. */
export function unfold(groups: readonly Group[]): Folding {
	return { folded: new Map(), open: groups, around: aroundOf(groups) };
}
