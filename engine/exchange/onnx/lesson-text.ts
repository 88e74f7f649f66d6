/** A translated model as the source of a lesson: inputs, parameters, the model, and a loss to take gradients of. */
import type { Tensor } from '../../tensor.ts';
import type { ModelValue } from './model.ts';
import type { Translation } from './open.ts';
import { FileError } from '../problem.ts';

export interface OpenedLesson {
	readonly source: string;
	/** Tensors that the source reads and does not make. */
	readonly held: Readonly<Record<string, Tensor>>;
}

/** What a dimension is where the file leaves it open. */
const OPEN = 2;
const WIDTH = 58;

export function writeLesson(translation: Translation, file: string): OpenedLesson {
	const { model, lines, held, outputs } = translation;
	const { sizes, inputs } = writeInputs(translation);
	const from = model.producer === '' ? '' : `, written by ${model.producer}`;
	const source = [
		`# ${file}${from}`.replace(/\s+/g, ' '),
		'import torch',
		'import torch.nn.functional as F',
		...block(inputs.length > 0 ? '# Inputs: random numbers of the shapes that it asks for' : '', [
			...sizes,
			...inputs
		]),
		...writeHeld(translation),
		...block(
			'# The model',
			lines.map(({ targets, text }) => `${targets.join(', ')} = ${text}`)
		),
		...block(
			'',
			outputs.map(({ name }) => `print(${name})`)
		),
		...writeLoss(translation),
		''
	].join('\n');
	return { source, held: Object.fromEntries(held) };
}

const block = (heading: string, lines: readonly string[]): string[] =>
	lines.length === 0 ? [] : ['', ...(heading === '' ? [] : [heading]), ...lines];

function writeInputs(translation: Translation): { sizes: string[]; inputs: string[] } {
	const sizes = new Map<string, string>();
	const inputs = translation.inputs.map(({ name, of }) => {
		const value = translation.model.inputs[of];
		const shape = shapeText(value, (dim) => {
			const known = sizes.get(dim) ?? translation.names.fresh(identifierOf(dim));
			sizes.set(dim, known);
			return known;
		});
		const asks = isTaught(translation) ? '' : ', requires_grad=True';
		return `${name} = ${randomText(value, shape, translation.below.get(name), asks)}`;
	});
	return { sizes: [...sizes.values()].map((name) => `${name} = ${OPEN}`), inputs };
}

function identifierOf(dim: string): string {
	const text = dim.replace(/[^A-Za-z0-9_]+/g, '_');
	return /^[A-Za-z_]/.test(text) ? text : `size_${text}`;
}

function shapeText({ name, dims }: ModelValue, nameOf: (dim: string) => string): string {
	if (!dims) throw new FileError(`the input '${name}' has no shape in the file`);
	return dims
		.map((dim) =>
			typeof dim === 'string' ? nameOf(dim) : String(dim === null || dim < 0 ? OPEN : dim)
		)
		.join(', ');
}

/** There are parameters to take gradients of; where there are none, inputs stand in for them. */
const isTaught = ({ parameters, outputs }: Translation): boolean =>
	parameters.length > 0 || outputs.some(({ name }) => name.startsWith('grad_'));

function randomText({ dtype }: ModelValue, shape: string, below = 2, options = ''): string {
	const size = `(${shape}${/^[^,]+$/.test(shape) ? ',' : ''})`;
	if (dtype === 'int64') return `torch.randint(0, ${below}, ${size})`;
	if (dtype === 'bool') return `torch.rand(${shape || '()'}) > 0.5`;
	return `torch.randn(${shape || '()'}${options})`;
}

function writeHeld({ held, parameters }: Translation): string[] {
	const trained = new Set(parameters);
	const others = [...held.keys()].filter((name) => !trained.has(name));
	const describe = (name: string) => `${name} ${held.get(name)!.shape.join('×') || 'number'}`;
	return [
		...(parameters.length === 0
			? []
			: [
					'',
					...comment(
						`Parameters, whose numbers come with the file: ${parameters.map(describe).join(', ')}`
					),
					...parameters.map((name) => `${name}.requires_grad_()`)
				]),
		...(others.length === 0
			? []
			: ['', ...comment(`Numbers that come with the file: ${others.map(describe).join(', ')}`)])
	];
}

function comment(text: string): string[] {
	const lines: string[] = [];
	let line = '#';
	for (const word of text.split(' ')) {
		if (line.length + 1 + word.length > WIDTH) {
			lines.push(line);
			line = '#';
		}
		line += ` ${word}`;
	}
	return [...lines, line];
}

/** The file's own loss; else one that stands in for it, so that gradients flow. */
function writeLoss({ outputs, parameters, inputs, model, lines, names }: Translation): string[] {
	const isFloat = (dtype: string | undefined) =>
		dtype === undefined || dtype === 'float32' || dtype === 'float64';
	const isNumber = (i: number) => model.outputs[i].dims?.every((dim) => dim === 1) === true;
	// a training step has its gradients already
	if (lines.length === 0 || outputs.some(({ name }) => name.startsWith('grad_'))) return [];
	const trained = [...parameters, ...inputs.filter(({ of }) => isFloat(model.inputs[of].dtype))];
	const floats = outputs.filter(({ dtype }) => isFloat(dtype));
	const own = floats.find((output) => isNumber(outputs.indexOf(output)));
	if (floats.length === 0 || trained.length === 0) return [];
	if (own) return ['', `${own.name}.backward()`];
	const loss = names.fresh('loss');
	return [
		'',
		...comment('The file has no loss: the mean square of its output stands in for one'),
		`${loss} = ${floats[0].name}.pow(2).mean()`,
		`${loss}.backward()`
	];
}
