/** `import`: binds the modules that the language has, and says what to do about the others. */
import type { Statement } from './ast.ts';
import { PythonError } from './errors.ts';
import { didYouMean } from './nearest.ts';
import type { Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import type { Scope } from './scopes.ts';
import { unknownName } from './torch/namespace.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function importModule(rt: Runtime, name: string, asname: string | null, scope: Scope): void {
	const root = name.split('.')[0];
	const module = rt.modules.get(asname ? name : root);
	if (!module || !rt.modules.has(name)) throw noModule(rt, name);
	bindName(rt, asname ?? root, module, scope);
}

export function importNames(rt: Runtime, { module, names }: Of<'ImportFrom'>, scope: Scope): void {
	if (module === '__future__') return;
	const found = rt.modules.get(module);
	if (!found) throw noModule(rt, module);
	for (const { name, asname } of names) {
		if (name === '*') throw everything(rt, module);
		const value = found.member(name) ?? rt.modules.get(`${module}.${name}`);
		if (value === undefined) throw unknownName(rt, found, name);
		bindName(rt, asname ?? name, value, scope);
	}
}

function everything(rt: Runtime, module: string): PythonError {
	return new PythonError(
		'NotSupportedError',
		`\`from ${module} import *\` is not part of the language yet`,
		rt.at,
		`name what the lesson uses, or write \`import ${module}\``
	);
}

/** Modules that lessons often import, and what to do without them here. */
const ADVICE: Readonly<Record<string, string>> = {
	matplotlib: 'leave the plot out: the explorer draws the losses and every tensor itself',
	seaborn: 'leave the plot out: the explorer draws the losses and every tensor itself',
	numpy: 'use torch: torch.tensor, torch.linspace and torch.randn do what the lesson needs of it',
	pandas: 'write the data into the lesson as lists, and make tensors of them',
	sklearn: 'write the data into the lesson as lists, or draw it with torch.randn',
	torchvision: 'there are no files and no downloads here: draw data with torch.randn or torch.rand',
	tqdm: 'loop over the range itself: the explorer shows how far the run is',
	random: 'use torch.rand, torch.randint or torch.randperm with torch.manual_seed',
	time: 'leave the timing out: the explorer shows how long each step takes',
	os: 'there are no files here: write the data into the lesson',
	sys: 'leave it out: print() goes to the output below the lesson',
	graphviz: 'leave the drawing out: the explorer draws the graph itself'
};

function noModule(rt: Runtime, name: string): PythonError {
	const known = [...rt.modules.keys()];
	const hint =
		ADVICE[name.split('.')[0]] ??
		didYouMean(name, known) ??
		`lessons here can import ${known.join(', ')}`;
	return new PythonError('ModuleNotFoundError', `No module named '${name}'`, rt.at, hint);
}
