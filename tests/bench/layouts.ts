/** How long the geometry of a graph takes: a strip and a branching graph, by number of ops. */
import { createReferenceBackend, createSession, type Trace } from '../../engine/index.ts';
import { createModel } from '../../src/scene/model.ts';
import { layered } from '../../src/scene/layering.ts';
import { chooseLayout } from '../../src/scene/layout.ts';
import { median } from './numbers.ts';

const OPS = [10, 100, 1000] as const;
const ROUNDS = 5;
/** The stage on a laptop. */
const [WIDTH, HEIGHT] = [1060, 560];

/** Every op on the one before. */
function strip(count: number): string[] {
	return Array.from({ length: count }, (_, i) => `n${i + 1} = n${i}.clamp(min=0)`);
}

/** Every third op joins the one before with one a few ops back. */
function branching(count: number): string[] {
	return Array.from({ length: count }, (_, i) =>
		i % 3 === 2 ? `n${i + 1} = n${i} + n${i - 2}` : `n${i + 1} = n${i}.mm(w)`
	);
}

async function traceOf(lines: readonly string[]): Promise<Trace> {
	const leaves = ['import torch', 'w = torch.randn(3, 3)', 'n0 = torch.randn(3, 3)'];
	const source = [...leaves, 'for t in range(1):', ...lines.map((line) => `    ${line}`)];
	const options = { seed: 0, dtype: 'float32' } as const;
	const session = await createSession(source.join('\n'), options, createReferenceBackend());
	const trace = await session.trace(0);
	if (!trace) throw new Error('there is no iteration');
	return trace;
}

function time(act: () => void): number {
	const start = performance.now();
	act();
	return performance.now() - start;
}

/** Measures and prints. */
export async function layouts(): Promise<void> {
	console.log(`\nLayout, model included, median of ${ROUNDS} after a warm-up\n`);
	for (const [name, make] of Object.entries({ strip, branching })) {
		for (const count of OPS) {
			const trace = await traceOf(make(count));
			const act = () =>
				chooseLayout(
					createModel(trace),
					{ width: WIDTH, height: HEIGHT, print: 1, partial: false },
					layered
				);
			act();
			const ms = median(Array.from({ length: ROUNDS }, () => time(act)));
			console.log(`${`${name}, ${count} ops`.padEnd(34)} ${ms.toFixed(1)} ms`);
		}
	}
}
