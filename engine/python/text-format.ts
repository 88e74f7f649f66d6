/** `'{} {name:.2f}'.format(…)`: fields by number, by name, with attributes, items and formats. */
import { PythonError } from './errors.ts';
import { force } from './protocols.ts';
import type { Line } from './records.ts';
import type { Runtime } from './runtime.ts';
import { formatted } from './show-format.ts';
import { shown, textOf } from './show.ts';
import type { Evaluation, Value } from './values.ts';

interface Given {
	readonly positional: readonly Value[];
	readonly keywords: ReadonlyMap<string, Value>;
	/** The number that the next `{}` takes; null once fields are numbered by hand. */
	next: number | null;
	manual: boolean;
}

export function* fill(
	rt: Runtime,
	template: string,
	positional: readonly Value[],
	keywords: ReadonlyMap<string, Value>
): Evaluation<Value> {
	const given: Given = { positional, keywords, next: 0, manual: false };
	return textOf(yield* filled(rt, template, given, 0));
}

const invalid = (message: string) => new PythonError('ValueError', message);

function* filled(rt: Runtime, template: string, given: Given, depth: number): Evaluation<Line> {
	if (depth > 2) throw invalid('Max string recursion exceeded');
	const lines: Line[] = [];
	const text = (value: string) => lines.push({ ids: [], show: () => value });
	for (let i = 0; i < template.length;) {
		const character = template[i];
		const doubled = template[i + 1] === character;
		if ((character === '{' || character === '}') && doubled) {
			text(character);
			i += 2;
		} else if (character === '{') {
			const end = closing(template, i);
			lines.push(yield* field(rt, template.slice(i + 1, end), given, depth));
			i = end + 1;
		} else if (character === '}') {
			throw invalid("Single '}' encountered in format string");
		} else {
			const end = template.slice(i).search(/[{}]/);
			const stop = end < 0 ? template.length : i + end;
			text(template.slice(i, stop));
			i = stop;
		}
	}
	return {
		ids: lines.flatMap((line) => line.ids),
		show: () => lines.map((line) => line.show()).join('')
	};
}

/** The brace that ends the field opened at `start`. */
function closing(template: string, start: number): number {
	let depth = 0;
	for (let i = start; i < template.length; i++) {
		if (template[i] === '{') depth++;
		if (template[i] === '}' && --depth === 0) return i;
	}
	const bare = template.length === start + 1;
	throw invalid(
		bare ? "Single '{' encountered in format string" : "expected '}' before end of string"
	);
}

function* field(rt: Runtime, body: string, given: Given, depth: number): Evaluation<Line> {
	const [, name = '', conversion, spec = ''] = /^([^!:]*)(?:!(.))?(?::([^]*))?$/.exec(body) ?? [];
	const value = yield* lookedUp(rt, name, given);
	const format = yield* filled(rt, spec, given, depth + 1);
	const text = yield* force(rt, textOf(format));
	if (!conversion) return yield* formatted(rt, value, String(text));
	if (!/[rsa]/.test(conversion)) throw invalid(`Unknown conversion specifier ${conversion}`);
	const line = textOf(yield* shown(rt, value, conversion !== 's'));
	return yield* formatted(rt, yield* force(rt, line), String(text));
}

/** `0`, `name`, `point.x`, `rows[0]`. */
function* lookedUp(rt: Runtime, name: string, given: Given): Evaluation<Value> {
	const [head = ''] = /^[^.[]*/.exec(name) ?? [];
	let value = yield* force(rt, argument(head, given));
	for (const [, attribute, item] of name.slice(head.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
		const key = item !== undefined && /^\d+$/.test(item) ? BigInt(item) : item;
		value =
			attribute !== undefined
				? yield* rt.language.attribute(rt, value, attribute)
				: yield* rt.language.item(rt, value, key);
	}
	return value;
}

function argument(head: string, given: Given): Value {
	if (head !== '' && !/^\d+$/.test(head)) {
		const value = given.keywords.get(head);
		if (value === undefined) throw new PythonError('KeyError', `'${head}'`);
		return value;
	}
	if (head === '' ? given.manual : given.next !== 0 && !given.manual) {
		const [from, to] = ['automatic field numbering', 'manual field specification'];
		const [before, after] = head === '' ? [to, from] : [from, to];
		throw invalid(`cannot switch from ${before} to ${after}`);
	}
	if (head !== '') given.manual = true;
	const index = head === '' ? given.next!++ : Number(head);
	const value = given.positional[index];
	if (value === undefined) {
		const message = `Replacement index ${index} out of range for positional args tuple`;
		throw new PythonError('IndexError', message);
	}
	return value;
}
