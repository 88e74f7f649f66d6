/** The interpreter put together: what its parts call one another by. */
import { attributeOf } from './attributes.ts';
import { callValue } from './calls.ts';
import { evaluate } from './expressions.ts';
import { execute } from './interpreter.ts';
import type { Language } from './language.ts';
import type { Runtime } from './runtime.ts';
import { shown } from './show.ts';
import { itemAt, itemOf } from './subscript.ts';
import { createModules } from './torch/namespace.ts';
import { namedTensors } from './torch/nn/names.ts';
import type { Evaluation, Value } from './values.ts';

function* text(rt: Runtime, value: Value, repr: boolean): Evaluation<string> {
	const { ids, show } = yield* shown(rt, value, repr);
	yield { ids };
	return show();
}

export const language: Language = {
	evaluate,
	execute,
	call: callValue,
	attribute: attributeOf,
	itemAt,
	item: itemOf,
	repr: (rt, value) => text(rt, value, true),
	str: (rt, value) => text(rt, value, false),
	namedTensors,
	createModules
};
