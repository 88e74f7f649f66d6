/** warnings.warn: a line of output, once for each text, as Python's usual filter has it. */
import type { Runtime } from './runtime.ts';
import { PyDict } from './values.ts';

/** The module keeps what has been said under the name that Python keeps it under. */
const REGISTRY = '__warningregistry__';

export function warn(rt: Runtime, message: string): void {
	const { names } = rt.globals;
	const known = names.get(REGISTRY);
	const said = known instanceof PyDict ? known : new PyDict();
	if (said.entries.has(`s${message}`)) return;
	names.set(REGISTRY, said.with(message, true));
	rt.lines.push({ ids: [], show: () => `UserWarning: ${message}\n` });
}
