/**
 * A lesson as a script for PyTorch: its source with the numbers that the reader has changed, and with
 * the seed where it does not seed itself, so that it prints the same there.
 */
import type { Module, Statement } from '../python/ast.ts';
import { parse } from '../python/parse.ts';
import type { Tensor } from '../tensor.ts';
import { withReplacements, type Replacement } from './edits.ts';
import { numberText } from './python-text.ts';
import { tensorText } from './tensor-text.ts';

/** A number that the reader has put into a tensor that the lesson makes. */
export interface CellEdit {
	readonly name: string;
	readonly index: readonly number[];
	readonly dtype: Tensor['dtype'];
	readonly value: number;
}

export interface LessonState {
	readonly source: string;
	/** Numbers that stand in for those of the source, by name. */
	readonly overrides: Readonly<Record<string, number>>;
	/** Where the generator starts; null where the lesson seeds itself, or draws nothing. */
	readonly seed: number | null;
	readonly edits: readonly CellEdit[];
	/** Tensors that the source reads and does not make. */
	readonly held: Readonly<Record<string, Tensor>>;
}

/** Throws a PythonError where the source is no Python. */
export function toScript(state: LessonState): string {
	const module = parse(state.source);
	const start = opening(module, state);
	return withReplacements(state.source, [
		...numbers(module, state.overrides),
		...(start ? [start] : []),
		...cells(module, state)
	]);
}

/** `N, H = 64, 100`: the numbers that a statement at the margin gives names. */
function numbers({ body }: Module, overrides: LessonState['overrides']): Replacement[] {
	return body.flatMap((statement) => {
		if (statement.kind !== 'Assign') return [];
		const { targets, value } = statement;
		const names = targets.flatMap((target) => (target.kind === 'Tuple' ? target.elts : [target]));
		const values = value.kind === 'Tuple' ? value.elts : [value];
		if (names.length !== values.length) return [];
		return names.flatMap((target, i) => {
			const number = values[i];
			if (target.kind !== 'Name' || number.kind !== 'Number') return [];
			if (!Object.hasOwn(overrides, target.id)) return [];
			const changed = overrides[target.id];
			const text = numberText(changed, number.int ? 'int64' : 'float64');
			return [{ from: number.at.from, to: number.at.to, text }];
		});
	});
}

/** The seed and the tensors from elsewhere, behind the imports that the source begins with. */
function opening({ body, source }: Module, { seed, held }: LessonState): Replacement | null {
	const tensors = Object.entries(held);
	if (seed === null && tensors.length === 0) return null;
	const first = body.findIndex(
		(statement, i) => !isImport(statement) && !(i === 0 && isText(statement))
	);
	const leading = body.slice(0, first < 0 ? body.length : first);
	const torch = nameOfTorch(leading);
	const lines = [
		...(torch === null ? ['import torch'] : []),
		...(seed === null ? [] : [`${torch ?? 'torch'}.manual_seed(${seed})`]),
		...tensors.map(([name, tensor]) => `${name} = ${tensorText(tensor, torch ?? 'torch')}`)
	];
	const last = leading.at(-1);
	if (!last) return { from: 0, to: 0, text: `${lines.join('\n')}\n` };
	const at = endOfLine(source, last.at.to);
	return { from: at, to: at, text: `\n${lines.join('\n')}` };
}

const isImport = ({ kind }: Statement) => kind === 'Import' || kind === 'ImportFrom';
const isText = (statement: Statement) =>
	statement.kind === 'Expr' && statement.value.kind === 'String';

/** What the imports call torch; null where they do not. */
function nameOfTorch(imports: readonly Statement[]): string | null {
	for (const statement of imports) {
		if (statement.kind !== 'Import') continue;
		for (const { name, asname } of statement.names) {
			if (name === 'torch') return asname ?? 'torch';
			if (name.startsWith('torch.') && asname === null) return 'torch';
		}
	}
	return null;
}

/** Numbers put into a tensor, behind the statement that first makes it. */
function cells({ body, source }: Module, { edits }: LessonState): Replacement[] {
	const names = new Set(edits.map(({ name }) => name));
	return [...names].flatMap((name) => {
		const maker = body.find((statement) => assigns(statement, name));
		if (!maker) return [];
		const lines = edits.filter((edit) => edit.name === name).map(setCell);
		const at = endOfLine(source, maker.at.to);
		return [{ from: at, to: at, text: `\n${lines.join('\n')}` }];
	});
}

/** Through `.data`, so that autograd knows nothing of it. */
function setCell({ name, index, dtype, value }: CellEdit): string {
	const number = numberText(value, dtype);
	return index.length === 0
		? `${name}.data.fill_(${number})`
		: `${name}.data[${index.join(', ')}] = ${number}`;
}

function assigns(statement: Statement, name: string): boolean {
	if (statement.kind === 'AnnAssign') return isName(statement.target, name);
	if (statement.kind !== 'Assign') return false;
	return statement.targets.some((target) =>
		target.kind === 'Tuple' ? target.elts.some((each) => isName(each, name)) : isName(target, name)
	);
}

function isName(target: { readonly kind: string; readonly id?: string }, name: string): boolean {
	return target.kind === 'Name' && target.id === name;
}

function endOfLine(source: string, from: number): number {
	const end = source.indexOf('\n', from);
	return end < 0 ? source.length : end;
}
