/**
 * Graph → session, each structure compiled once: a cache by structural hash, in which graphs
 * that differ in their constants alone share one session from the second of them on.
 */
import { structuralHash, type Graph } from '../../graph.ts';
import { LruCache } from './cache.ts';
import { lower, type Lowered } from './lower.ts';
import type { OrtSession } from './ort.ts';

const SESSIONS = 64;
const SKELETONS = 256;

export interface Compiled extends Omit<Lowered, 'bytes' | 'scattering'> {
	readonly session: OrtSession;
}

/** Makes a session of a model; the outputs' types tell where to leave them. */
export type CreateSession = (
	model: Lowered,
	graph: Graph,
	wanted: readonly number[]
) => Promise<OrtSession>;

export interface Compiler {
	compile(graph: Graph, wanted: readonly number[]): Promise<Compiled>;
	/** Releases every session. */
	clear(): Promise<void>;
}

/**
 * The first graph of a skeleton has its constants baked in, which spares feeding them. The
 * second, with other constants (`lr = 0.1 / (t + 1)`), is compiled with the constants as
 * inputs; it serves all that follow. Numbers in attributes (an exponent) are the skeleton's.
 */
export function createCompiler(createSession: CreateSession, limit = SESSIONS): Compiler {
	const sessions = new LruCache<Compiled>(limit, ({ session }) => session.release());
	/** Skeleton → the constants that were baked in. */
	const baked = new LruCache<string>(SKELETONS, () => Promise.resolve());

	async function compile(graph: Graph, wanted: readonly number[]): Promise<Compiled> {
		const skeleton = structuralHash(withoutConstants(graph), wanted);
		const constants = constantsOf(graph).map(showNumber).join();
		const first = baked.get(skeleton);
		const lift = first !== undefined && first !== constants;
		const key = lift ? skeleton : `${skeleton}|${constants}`;
		const known = sessions.get(key);
		if (known) return known;
		const lowered = lower(graph, wanted, lift);
		const session = await createSession(lowered, graph, wanted);
		const { inputs, constants: lifted, outputs } = lowered;
		const compiled = { session, inputs, constants: lifted, outputs };
		if (first === undefined) await baked.set(skeleton, constants);
		await sessions.set(key, compiled);
		return compiled;
	}

	return { compile, clear: () => sessions.clear() };
}

/** The values of the constant nodes, in graph order. */
export function constantsOf(graph: Graph): number[] {
	return graph.nodes.flatMap((node) =>
		node.op === 'constant' ? [node.attrs.value as number] : []
	);
}

function withoutConstants(graph: Graph): Graph {
	return {
		nodes: graph.nodes.map((node) => (node.op === 'constant' ? { ...node, attrs: {} } : node))
	};
}

/** Unlike String, tells −0 from 0. */
function showNumber(value: number): string {
	return Object.is(value, -0) ? '-0' : String(value);
}
