/** Runs a whole program in the engine and hands over all that it leaves: text, tensors, bounds, error. */
import type { Backend } from '#engine/backends/backend.ts';
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { U64 } from '#engine/check/bounded.ts';
import { PythonError, type LessonProblem } from '#engine/python/errors.ts';
import { PyTensor } from '#engine/python/variable.ts';
import { openSession, type Session } from '#engine/session.ts';
import type { DType, Data, FloatType, Shape } from '#engine/tensor.ts';
import { createBoundedBackend, type BoundedValue } from './bounded-backend.ts';

export interface Numbers {
	readonly shape: Shape;
	readonly data: Data;
	/** Largest distance from the exact value, by entry; null for a run that does not bound. */
	readonly error: Float64Array | null;
}

export interface Named extends Numbers {
	readonly dtype: DType;
	readonly requiresGrad: boolean;
	readonly grad: Numbers | null;
}

export interface Outcome {
	readonly printed: string;
	readonly tensors: ReadonlyMap<string, Named>;
	readonly problem: LessonProblem | null;
}

/** Unit roundoff of float32. */
export const U32 = 2 ** -24;

/** Iterations between two looks at whether a lesson is over. */
const CHUNK = 50;

function numbersOf(session: Session, { node, shape }: PyTensor): Numbers {
	const { runtime, backend } = session;
	const host = runtime.host(node.id);
	// what no op has made was never on the backend
	const held = (runtime.held.get(node.id) ?? backend.upload(host)) as Partial<BoundedValue>;
	return { shape, data: host.data, error: held.bounded?.error ?? null };
}

async function namedTensors(session: Session): Promise<Map<string, Named>> {
	const { runtime } = session;
	const named = [...runtime.globals.names].filter(
		(entry): entry is [string, PyTensor] => entry[1] instanceof PyTensor
	);
	await session.read(
		named.flatMap(([, { node, grad }]) => (grad ? [node.id, grad.node.id] : [node.id]))
	);
	return new Map(
		named.map(([name, tensor]) => {
			const { dtype, requiresGrad, grad } = tensor;
			const own = numbersOf(session, tensor);
			return [name, { ...own, dtype, requiresGrad, grad: grad && numbersOf(session, grad) }];
		})
	);
}

/** Any error but a located one of the lesson is a fault of the engine, and passes through. */
export async function runProgram(
	source: string,
	dtype: FloatType,
	seed: number,
	backend: Backend
): Promise<Outcome> {
	const lines: string[] = [];
	let session: Session | null = null;
	let started = false;
	let problem: LessonProblem | null = null;
	try {
		session = openSession(source, { seed, dtype }, backend);
		await session.start();
		started = true;
		lines.push(...session.info.printed);
		for (let done = false; !done;) {
			const progress = await session.advance(CHUNK);
			lines.push(...progress.printed);
			({ done } = progress);
		}
	} catch (error) {
		if (!(error instanceof PythonError)) throw error;
		if (session) lines.push(...(started ? session.takePrinted() : session.info.printed));
		({ problem } = error);
	}
	const tensors = session ? await namedTensors(session) : new Map<string, Named>();
	return { printed: lines.join('\n'), tensors, problem };
}

export interface Both {
	/** As PyTorch computes: rounded to the dtype after every op. */
	readonly run: Outcome;
	/** In float64, with the bounds of arithmetic in the dtype. */
	readonly bounds: Outcome;
}

/** The program in float64, where one run is both, or in float32. */
export async function runBounded(source: string, dtype: FloatType, seed: number): Promise<Both> {
	const wide = createBoundedBackend(dtype === 'float64' ? U64 : U32);
	const bounds = await runProgram(source, dtype, seed, wide);
	if (dtype === 'float64') return { run: bounds, bounds };
	return { run: await runProgram(source, dtype, seed, createReferenceBackend()), bounds };
}
