/** Ops that belong together and may be drawn as one. */
import type { Call } from '#engine/graph.ts';

export interface Group {
	/** `loss`, or `c3` for call 3 of the graph. */
	readonly id: string;
	readonly kind: NonNullable<Call['kind']> | 'composite' | 'piece' | 'tail';
	/** What the lesson calls it: `softmax`, `net.fc1`, `for`. */
	readonly name: string;
	/** The class of a module. */
	readonly type: string | null;
	/** Its ops in the forward pass, in order. */
	readonly nodes: readonly number[];
	/** The one node of it that others read. */
	readonly exit: number;
	/** Nameless leaves that only it reads, and that go with it. */
	readonly leaves: readonly number[];
	/** Passes of a loop; 1 for everything else. */
	readonly passes: number;
	/** The group around it. */
	readonly parent: string | null;
}

export type Draft = Omit<Group, 'parent'>;
