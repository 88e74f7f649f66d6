/** What there is to say of a name, in plain data. */
import { PyClass } from '../python/objects.ts';
import { typeName } from '../python/type-names.ts';
import { PyTuple, type PyFunction, type Value } from '../python/values.ts';
import { PyTensor } from '../python/variable.ts';
import type { About, NameKind } from './answers.ts';
import { factsOf, type Meaning } from './meaning.ts';
import type { Definition } from './outline.ts';
import type { Reading } from './reading.ts';
import { baseOf, memberOf } from './resolve.ts';
import { literal, parametersOf, parametersWritten } from './signatures.ts';

/** Longer texts are not shown. */
const LONGEST = 40;

/** Nothing is known of it but this. */
export function plain(kind: NameKind, origin: string | null): About {
	return { kind, origin, parameters: null, type: null, tensor: null, text: null, note: null };
}

/** `kind` is what a name is of which nothing else is known. */
export function aboutOf(
	reading: Reading,
	meaning: Meaning | null,
	origin: string | null,
	kind: NameKind = 'variable'
): About {
	if (!meaning) return plain(kind, origin);
	const tensor = factsOf(meaning);
	if (meaning.is === 'value') return aboutValue(meaning.value, origin, kind);
	if (tensor) return { ...plain(kind, origin), type: 'Tensor', tensor };
	if (meaning.is === 'tensor') return plain(kind, origin);
	const { name, node } = meaning.region;
	if (meaning.is === 'instance') return { ...plain(kind, origin), type: name };
	const parameters =
		meaning.is === 'class'
			? constructorOf(reading, meaning)
			: parametersWritten(node, reading.source);
	return { ...plain(meaning.is, origin), parameters };
}

/** What a class of the source takes: its `__init__`, or that of the class behind it. */
function constructorOf(
	reading: Reading,
	{ region }: Extract<Meaning, { region: unknown }>
): About['parameters'] {
	const init = memberOf(reading, { is: 'instance', region, value: null }, '__init__');
	if (init?.is === 'function') return parametersWritten(init.region.node, reading.source).slice(1);
	return init?.is === 'value' ? parametersOf(init.value) : baseOf(reading, region) ? null : [];
}

function aboutValue(value: Value, origin: string | null, kind: NameKind): About {
	const said = { ...plain(kind, origin), parameters: parametersOf(value) };
	if (value instanceof PyTensor) {
		return { ...said, type: typeName(value), tensor: factsOf({ is: 'value', value }) };
	}
	if (value instanceof PyClass) return { ...said, kind: 'class' };
	if (typeof value === 'object' && value !== null) {
		switch (value.kind) {
			case 'module':
				return { ...said, kind: 'module' };
			case 'type':
				return { ...said, kind: value.of === 'dtype' ? kind : 'class', type: typeName(value) };
			case 'function':
				return { ...said, kind: 'function', note: firstLine(value) };
			case 'method':
				return { ...aboutValue(value.func, origin, kind), parameters: said.parameters };
			case 'builtin':
				return { ...said, kind: 'function' };
		}
	}
	const isPlain = typeof value !== 'object' || value === null;
	const text = isPlain || (value instanceof PyTuple && value.isSize) ? literal(value) : null;
	const isShort = text !== null && text.length <= LONGEST;
	return { ...said, type: typeName(value), text: isShort ? text : null };
}

function firstLine({ documentation }: PyFunction): string | null {
	return documentation?.trim().split('\n')[0] || null;
}

/** What reading alone says of the kind of a name. */
export function kindOf(kind: Definition['kind']): NameKind {
	if (kind === 'import') return 'module';
	return kind === 'parameter' ? 'variable' : kind;
}
