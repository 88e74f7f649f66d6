/** The command line's options, and what is wrong with them in words. */
import { parseArgs } from 'node:util';
import type { ModelKind } from '../exchange/onnx/save.ts';
import type { LessonOptions } from '../session.ts';
import { tensor, type FloatType, type Tensor } from '../tensor.ts';
import { readKnown, type Known } from './known.ts';
import { readLesson, readText } from './lesson-file.ts';
import { UsageError } from './usage.ts';

export { UsageError };

/** What `export` writes, and where. */
export interface Target {
	readonly kind: 'script' | 'notebook' | ModelKind;
	readonly out: string;
	/** The iteration that a model is made of. */
	readonly iteration: number;
	readonly parameterInputs: boolean;
}

export interface Command {
	readonly verb: 'run' | 'check' | 'export';
	readonly file: string;
	readonly source: string;
	readonly backend: 'reference' | 'wasm';
	readonly json: boolean;
	readonly options: LessonOptions;
	/** Tensors that came with the file: the numbers of an ONNX model. */
	readonly held: Readonly<Record<string, Tensor>>;
	/** Of `export` alone. */
	readonly target: Target | null;
	/** Of `check` alone: the file that it is held against. */
	readonly against: { readonly file: string; readonly source: string } | null;
	/** Of `check` alone: what is known to go wrong. */
	readonly known: Known | null;
}

export const USAGE = `usage: explorer run FILE.py [options]
       explorer check FILE.py [--against REFERENCE.py] [options]
       explorer check FILE.py --reference REFERENCE.py [--bugs BUGS.json] [options]
       explorer export FILE.py OUT (--script | --notebook | --onnx KIND) [options]

A notebook (.ipynb) or an ONNX model (.onnx) may stand in for FILE.py.

  --against FILE      compare its tensors and gradients with this file's, by name
  --reference FILE    the lesson as it should be, to name the bug behind a wrong gradient
  --bugs FILE.json    the bugs that are known of it; a built-in lesson has its own
  --script            write a script that prints the same in PyTorch
  --notebook          write a Jupyter notebook
  --onnx KIND         write an ONNX model: inference, or the whole training step
  --iteration K       of this iteration (default 0)
  --parameter-inputs  parameters are inputs of the model, rather than numbers in it
  --seed N            where the random generator starts (default 0)
  --dtype T           float32 (default) or float64, for every floating tensor
  --backend B         reference (default) or wasm
  --steps N           stop each for loop after N passes
  --inputs FILE.json  tensors by name: [{ "name", "shape", "data", "requires_grad", "dtype" }]
  --retain-grad       keep the gradients of intermediate tensors
  --json              print one JSON object instead of text
  --help              print this
`;

/** Throws a UsageError that says what to mend. Null: help was asked for. */
export function readCommand(args: readonly string[]): Command | null {
	const { values, positionals } = parse(args);
	if (values.help) return null;
	const [verb, file, ...rest] = positionals;
	if (verb !== 'run' && verb !== 'check' && verb !== 'export') {
		throw new UsageError(verb ? `unknown command '${verb}'` : 'no command given');
	}
	if (!file) throw new UsageError(`${verb} needs a file`);
	const target = verb === 'export' ? readTarget(values, rest.shift()) : null;
	if (rest.length > 0) throw new UsageError(`one file at a time, not also '${rest[0]}'`);
	if (values.against !== undefined && verb !== 'check')
		throw new UsageError('--against belongs to check');
	const known = readKnown(values.reference, values.bugs);
	if (known && (verb !== 'check' || values.against !== undefined))
		throw new UsageError('--reference belongs to check, without --against');
	const maxPasses = values.steps === undefined ? undefined : wholeNumber('--steps', values.steps);
	const { source, held } = readLesson(file);
	const reference = values.against === undefined ? null : readLesson(values.against);
	const given = values.inputs === undefined ? undefined : readInputs(values.inputs);
	return {
		verb,
		file,
		source,
		held,
		target,
		against: reference && { file: values.against!, source: reference.source },
		known,
		backend: oneOf('--backend', values.backend ?? 'reference', ['reference', 'wasm']),
		json: values.json ?? false,
		options: {
			seed: wholeNumber('--seed', values.seed ?? '0'),
			dtype: oneOf<FloatType>('--dtype', values.dtype ?? 'float32', ['float32', 'float64']),
			maxPasses,
			retainGrad: values['retain-grad'] ?? false,
			inputs: withHeld({ ...reference?.held, ...held }, given)
		}
	};
}

function withHeld(held: Command['held'], given: LessonOptions['inputs']): LessonOptions['inputs'] {
	const own = Object.entries(held);
	if (own.length === 0) return given;
	return {
		...Object.fromEntries(own.map(([name, value]) => [name, { value, requiresGrad: false }])),
		...given
	};
}

function readTarget(values: ReturnType<typeof parse>['values'], out: string | undefined): Target {
	const model =
		values.onnx === undefined
			? null
			: oneOf<ModelKind>('--onnx', values.onnx, ['inference', 'training']);
	const kinds = [values.script && 'script', values.notebook && 'notebook', model] as const;
	const wanted = kinds.filter((kind) => typeof kind === 'string');
	if (wanted.length !== 1)
		throw new UsageError('export takes one of --script, --notebook and --onnx');
	if (out === undefined) throw new UsageError('export needs a file to write');
	return {
		kind: wanted[0],
		out,
		iteration: wholeNumber('--iteration', values.iteration ?? '0'),
		parameterInputs: values['parameter-inputs'] ?? false
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				seed: { type: 'string' },
				against: { type: 'string' },
				reference: { type: 'string' },
				bugs: { type: 'string' },
				dtype: { type: 'string' },
				backend: { type: 'string' },
				steps: { type: 'string' },
				inputs: { type: 'string' },
				'retain-grad': { type: 'boolean' },
				json: { type: 'boolean' },
				script: { type: 'boolean' },
				notebook: { type: 'boolean' },
				onnx: { type: 'string' },
				iteration: { type: 'string' },
				'parameter-inputs': { type: 'boolean' },
				help: { type: 'boolean', short: 'h' }
			}
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
	const found = allowed.find((each) => each === value);
	if (!found) throw new UsageError(`${option} takes ${allowed.join(' or ')}, not '${value}'`);
	return found;
}

function wholeNumber(option: string, text: string): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
		throw new UsageError(`${option} takes a whole number from 0, not '${text}'`);
	}
	return value;
}

type Inputs = NonNullable<LessonOptions['inputs']>;

function readInputs(file: string): Inputs {
	const wrong = (what: string) => new UsageError(`${file}: ${what}`);
	let parsed: unknown;
	try {
		parsed = JSON.parse(readText(file));
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw wrong('is not JSON');
	}
	if (!Array.isArray(parsed)) throw wrong('must hold an array of leaves');
	return Object.fromEntries(
		parsed.map((each, i) => readLeaf(each, (what) => wrong(`leaf ${i}: ${what}`)))
	);
}

function readLeaf(
	leaf: unknown,
	wrong: (what: string) => UsageError
): [string, { value: Tensor; requiresGrad: boolean }] {
	if (typeof leaf !== 'object' || leaf === null) throw wrong('is not an object');
	const { name, shape, data, requires_grad, dtype } = leaf as Record<string, unknown>;
	if (typeof name !== 'string' || name === '') throw wrong("has no 'name'");
	if (!isNumbers(shape) || shape.some((extent) => !Number.isInteger(extent) || extent < 0)) {
		throw wrong("needs 'shape', an array of whole numbers");
	}
	const values = Array.isArray(data) ? data.map(readElement) : null;
	if (!values || values.includes(undefined)) throw wrong("needs 'data', an array of numbers");
	const type = dtype === 'int64' || dtype === 'bool' ? dtype : 'float64';
	try {
		const value = tensor(values as number[], shape, type);
		return [name, { value, requiresGrad: requires_grad === true }];
	} catch (error) {
		throw wrong(error instanceof Error ? error.message : String(error));
	}
}

function isNumbers(value: unknown): value is number[] {
	return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

/** JSON has no NaN and no infinities: they come as strings. */
function readElement(value: unknown): number | undefined {
	if (typeof value === 'number') return value;
	if (typeof value === 'boolean') return Number(value);
	const words: Record<string, number> = { NaN, Infinity, '-Infinity': -Infinity };
	return typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined;
}
