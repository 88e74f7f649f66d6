/** How PyTorch prints a module: its class, what is special about it, and the modules inside, indented. */
import type { PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { callMethod } from '../../special.ts';
import type { Evaluation } from '../../values.ts';
import { entriesOf } from './state.ts';

export function* shownModule(rt: Runtime, self: PyInstance): Evaluation<string> {
	const extra = yield* rt.language.str(rt, yield* callMethod(rt, self, 'extra_repr', []));
	const extras = extra === '' ? [] : extra.split('\n');
	const children: string[] = [];
	for (const [name, child] of entriesOf(self, '_modules')) {
		const [first, ...rest] = (yield* rt.language.repr(rt, child)).split('\n');
		children.push([`(${name}): ${first}`, ...rest.map((line) => `  ${line}`)].join('\n'));
	}
	const lines = [...extras, ...children];
	const plain = extras.length <= 1 && children.length === 0;
	if (plain || lines.length === 0) return `${self.cls.name}(${extra})`;
	return `${self.cls.name}(\n  ${lines.join('\n  ')}\n)`;
}
