/**
 * An ONNX model as a PyTorch lesson: its operators become lines, its initialisers tensors that are
 * held beside the source under the names that it reads.
 */
import { tensor, type DType, type Tensor } from '../../tensor.ts';
import { Identifiers } from '../python-text.ts';
import type { Attribute } from './attributes.ts';
import { Call, type Made, type Value } from './call.ts';
import { writeLesson, type OpenedLesson } from './lesson-text.ts';
import { readModel, type Model, type ModelNode } from './model.ts';
import { operators } from './operators/index.ts';
import { FileError } from '../problem.ts';

/** Names that a lesson already has a meaning for. */
const RESERVED = ['torch', 'F', 'float', 'print'];

export interface Line {
	readonly targets: readonly string[];
	readonly text: string;
}

/** What has been found out about a model on the way to its lesson. */
export interface Translation {
	readonly model: Model;
	readonly names: Identifiers;
	readonly lines: readonly Line[];
	/** Numbers from the file that the lesson reads, by the name that they have there. */
	readonly held: ReadonlyMap<string, Tensor>;
	/** Those of them that training would change. */
	readonly parameters: readonly string[];
	readonly inputs: readonly { readonly name: string; readonly of: number }[];
	readonly outputs: readonly { readonly name: string; readonly dtype?: DType }[];
	/** How many rows a table has, by the input that picks from it. */
	readonly below: ReadonlyMap<string, number>;
}

/** Throws a FileError that says what cannot be opened, and where. */
export function openModel(bytes: Uint8Array, file: string): OpenedLesson {
	return writeLesson(new Translator(readModel(bytes)).translate(), file);
}

class Translator {
	readonly #names = new Identifiers(RESERVED);
	readonly #values = new Map<string, Value>();
	readonly #lines: Line[] = [];
	readonly #held = new Map<string, Tensor>();
	readonly #fixed = new Set<string>();
	readonly #below = new Map<string, number>();

	constructor(readonly model: Model) {}

	translate(): Translation {
		const { model } = this;
		refuseUnknown(model);
		for (const { name, value } of model.initialisers) {
			this.#values.set(name, { kind: 'held', name, tensor: value });
		}
		const inputs = model.inputs.flatMap(({ name, dtype, dims }, of) => {
			if (this.#values.has(name)) return [];
			const text = this.#names.of(name);
			this.#values.set(name, { kind: 'tensor', text, rank: dims?.length, dtype });
			return [{ name: text, of }];
		});
		for (const node of model.nodes) this.#add(node);
		const outputs = model.outputs.map(({ name }) => this.#output(name));
		const parameters = [...this.#held]
			.filter(
				([name, { dtype, shape }]) =>
					dtype === 'float32' && shape.length > 0 && !this.#fixed.has(name)
			)
			.map(([name]) => name);
		const [names, lines, held, below] = [this.#names, this.#lines, this.#held, this.#below];
		return { model, names, lines, held, parameters, inputs, outputs, below };
	}

	#add(node: ModelNode): void {
		if (node.opType === 'Constant') return this.#keep(node);
		const operands = node.inputs.map((name) => this.#operand(node, name));
		const call = new Call(node, operands, this.model.opset, (held) => this.#nameOf(held));
		this.#note(call);
		const made = operators[node.opType](call);
		const isMany = node.opType === 'Split';
		const extra = isMany
			? []
			: node.outputs.slice(1).filter((name) => name !== '' && this.#isRead(name));
		if (extra.length > 0) throw call.refuse(`its output '${extra[0]}' is not known here`);
		if ('value' in made) return void this.#values.set(node.outputs[0], made.value);
		this.#assign(isMany ? node.outputs : node.outputs.slice(0, 1), made);
	}

	#assign(
		outputs: readonly string[],
		{ text, rank, dtype }: Exclude<Made, { value: Value }>
	): void {
		const targets = outputs.map((name) => this.#names.of(name));
		targets.forEach((target, i) =>
			this.#values.set(outputs[i], { kind: 'tensor', text: target, rank, dtype })
		);
		this.#lines.push({ targets, text });
	}

	#operand(node: ModelNode, name: string): Value | null {
		if (name === '') return null;
		const value = this.#values.get(name);
		if (value) return value;
		const called = node.name || node.outputs[0];
		throw new FileError(
			`${node.opType} '${called}' reads '${name}', which nothing before it makes`
		);
	}

	/** A Constant's numbers, however it holds them. */
	#keep({ outputs: [name], attributes }: ModelNode): void {
		this.#fixed.add(this.#names.of(name));
		const [attribute] = attributes.values();
		const value = attribute && constantOf(attribute);
		if (!value) throw new FileError(`Constant '${name}' holds no numbers`);
		this.#values.set(name, { kind: 'held', name, tensor: value });
	}

	#nameOf({ name, tensor }: Extract<Value, { kind: 'held' }>): string {
		const text = this.#names.of(name);
		this.#held.set(text, tensor);
		return text;
	}

	/** What later lines cannot tell: running statistics are not trained, indices stay below a size. */
	#note({ node, operands }: Call): void {
		const names = node.opType === 'BatchNormalization' ? node.inputs.slice(3) : [];
		for (const name of names) this.#fixed.add(this.#names.of(name));
		const [table, index] = operands;
		if (node.opType !== 'Gather' || table?.kind !== 'held' || index?.kind !== 'tensor') return;
		const axis = node.attributes.get('axis');
		const at = axis && 'number' in axis ? axis.number : 0;
		const rows = table.tensor.shape.at(at) ?? 1;
		this.#below.set(index.text, Math.min(rows, this.#below.get(index.text) ?? rows));
	}

	#isRead(name: string): boolean {
		const { nodes, outputs } = this.model;
		return (
			outputs.some((each) => each.name === name) ||
			nodes.some(({ inputs }) => inputs.includes(name))
		);
	}

	#output(name: string): Translation['outputs'][number] {
		const value = this.#values.get(name);
		if (!value) throw new FileError(`the output '${name}' is made by nothing in the graph`);
		if (value.kind === 'tensor' && value.text === this.#names.of(name)) {
			return { name: value.text, dtype: value.dtype };
		}
		// an output that is another value under its own name
		const node: ModelNode = {
			name,
			opType: 'Identity',
			domain: '',
			inputs: [],
			outputs: [name],
			attributes: new Map()
		};
		const call = new Call(node, [value], this.model.opset, (held) => this.#nameOf(held));
		const target = this.#names.of(name);
		this.#lines.push({ targets: [target], text: call.tensor(0) });
		return { name: target, dtype: call.dtype(0) };
	}
}

function constantOf(attribute: Attribute): Tensor | null {
	switch (attribute.kind) {
		case 'tensor':
			return attribute.tensor;
		case 'int':
			return tensor([attribute.number], [], 'int64');
		case 'float':
			return tensor([attribute.number], [], 'float32');
		case 'ints':
			return tensor(attribute.numbers, [attribute.numbers.length], 'int64');
		case 'floats':
			return tensor(attribute.numbers, [attribute.numbers.length], 'float32');
		default:
			return null;
	}
}

/** Names every operator that is not known, with how often the model uses it. */
function refuseUnknown({ nodes }: Model): void {
	const counts = new Map<string, number>();
	for (const { domain, opType } of nodes) {
		const isKnown = domain === '' && (opType === 'Constant' || Object.hasOwn(operators, opType));
		if (isKnown) continue;
		const name = domain === '' ? opType : `${domain}.${opType}`;
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	if (counts.size === 0) return;
	const list = [...counts].map(([name, count]) => `${name} (${count}×)`).join(', ');
	throw new FileError(`the model uses operators that are not known here: ${list}`);
}
