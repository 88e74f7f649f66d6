/** Where our run of a program and PyTorch's part: tensors against their bounds, text, errors. */
import type { Both, Named, Numbers, Outcome } from '../support/outcome.ts';
import type { Described, JsonNumber, TorchAnswer, TorchTensor } from './torch.ts';
import { textDifference } from './text.ts';

export type Kind =
	'value' | 'not finite' | 'gradient' | 'type' | 'printed' | 'error' | 'message' | 'line';

export interface Difference {
	readonly kind: Kind;
	/** In a sentence: what, ours, PyTorch's. */
	readonly what: string;
	/** Of two numbers, how far apart they are. */
	readonly by?: number;
}

export interface Comparison {
	readonly differences: readonly Difference[];
	/** Entries gone through, and those of which nothing is known, since their bound is not finite. */
	readonly entries: number;
	readonly undecided: number;
}

interface Tally {
	entries: number;
	undecided: number;
}

function number(value: JsonNumber): number {
	return typeof value === 'number' ? value : Number(value);
}

/** Both lie within the bound of the exact value, so they lie within two bounds of each other. */
function entryDiffers(ours: number, theirs: number, bound: number): boolean {
	if (Object.is(ours, theirs) || ours === theirs) return false;
	if (!Number.isFinite(ours) || !Number.isFinite(theirs)) return bound !== Infinity;
	return Math.abs(ours - theirs) > 2 * bound;
}

function numbersDiffer(
	name: string,
	ours: Numbers,
	bounds: Numbers | undefined,
	theirs: Described,
	tally: Tally
): Difference | null {
	if (ours.shape.join() !== theirs.shape.join()) {
		return {
			kind: 'type',
			what: `${name}: shape [${ours.shape.join(', ')}], PyTorch [${theirs.shape.join(', ')}]`
		};
	}
	for (let i = 0; i < ours.data.length; i++) {
		const [a, b] = [ours.data[i], number(theirs.data[i])];
		const bound = bounds?.error?.[i] ?? Infinity;
		tally.entries++;
		if (!Number.isFinite(bound)) tally.undecided++;
		if (!entryDiffers(a, b, bound)) continue;
		const kind = Number.isFinite(a) && Number.isFinite(b) ? 'value' : 'not finite';
		const what = `${name}, entry ${i}: ${a}, PyTorch ${b} (bound ${bound})`;
		return { kind, what, by: Math.abs(a - b) };
	}
	return null;
}

function tensorDifferences(
	name: string,
	ours: Named,
	bounds: Named | undefined,
	theirs: TorchTensor,
	tally: Tally
): Difference[] {
	const found: Difference[] = [];
	const values = numbersDiffer(name, ours, bounds, theirs, tally);
	if (values) found.push(values);
	if (ours.dtype !== theirs.dtype) {
		found.push({ kind: 'type', what: `${name}: ${ours.dtype}, PyTorch ${theirs.dtype}` });
	}
	if (ours.requiresGrad !== theirs.requires_grad) {
		const what = `${name}.requires_grad: ${ours.requiresGrad}, PyTorch ${theirs.requires_grad}`;
		found.push({ kind: 'type', what });
	}
	return found;
}

function gradientDifference(
	name: string,
	ours: Named,
	bounds: Named | undefined,
	theirs: TorchTensor,
	tally: Tally
): Difference[] {
	const [grad, other] = [ours.grad, theirs.grad];
	if (!grad !== !other) {
		const [a, b] = [grad, other].map((each) => (each ? 'a tensor' : 'None'));
		return [{ kind: 'gradient', what: `${name}.grad: ${a}, PyTorch ${b}` }];
	}
	if (!grad || !other) return [];
	const found = numbersDiffer(`${name}.grad`, grad, bounds?.grad ?? undefined, other, tally);
	return found ? [{ ...found, kind: gradientKind(found.kind) }] : [];
}

function gradientKind(kind: Kind): Kind {
	return kind === 'value' ? 'gradient' : kind;
}

function errorDifferences({ problem }: Outcome, { error }: TorchAnswer): Difference[] {
	if (!problem && !error) return [];
	const [ours, theirs] = [problem, error].map((each) =>
		each ? `${each.type}: ${each.message}` : 'no error'
	);
	const said = (what: string): Difference['what'] => `${what}: “${ours}”, PyTorch “${theirs}”`;
	if (problem?.type !== error?.type) return [{ kind: 'error', what: said('error') }];
	const found: Difference[] = [];
	if (essence(problem!.message) !== essence(error!.message)) {
		found.push({ kind: 'message', what: said('message') });
	}
	if (problem!.line !== error!.line) {
		found.push({ kind: 'line', what: `error in line ${problem!.line}, PyTorch ${error!.line}` });
	}
	return found;
}

/** A message without what PyTorch appends for its own developers: places in C++, stacks. */
function essence(message: string): string {
	return message.split('\nException raised from')[0].trim();
}

/** The largest distance that rounding explains between two tensors of the program; ∞ where it cannot tell. */
function slack({ tensors }: Outcome): number {
	let most = 0;
	for (const { error, grad } of tensors.values()) {
		for (const each of [...(error ?? []), ...(grad?.error ?? [])]) {
			most = Math.max(most, 2 * each);
		}
	}
	return most;
}

export function compareRuns({ run, bounds }: Both, torch: TorchAnswer): Comparison {
	const tally: Tally = { entries: 0, undecided: 0 };
	const differences = errorDifferences(run, torch);
	for (const [name, theirs] of Object.entries(torch.tensors)) {
		const ours = run.tensors.get(name);
		if (!ours) continue;
		const bound = bounds.tensors.get(name);
		differences.push(...tensorDifferences(name, ours, bound, theirs, tally));
		// how far a backward() came that failed half-way is nobody's business
		if (!torch.error) differences.push(...gradientDifference(name, ours, bound, theirs, tally));
	}
	const text = textDifference(run.printed, torch.printed, slack(bounds));
	if (text) differences.push({ kind: 'printed', what: text });
	return { differences, ...tally };
}
