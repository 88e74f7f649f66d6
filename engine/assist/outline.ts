/** The names that a source gives, and where: functions, classes, imports, variables, as it is written. */
import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';

export interface Definition {
	readonly name: string;
	readonly kind: 'import' | 'function' | 'class' | 'variable' | 'parameter' | 'attribute';
	readonly from: number;
	/** The expression that it is made of, or the `def` or `class` itself; null where there is no one such. */
	readonly node: SyntaxNode | null;
	/** Of an import: what it means, `torch.nn`. */
	readonly path: string | null;
}

/** A module, function or class of the source, with what is named in it. */
export interface Region {
	readonly kind: 'module' | 'function' | 'class';
	readonly name: string;
	readonly node: SyntaxNode;
	readonly parent: Region | null;
	readonly definitions: Definition[];
	readonly inner: Region[];
}

const REGIONS: Readonly<Record<string, Region['kind']>> = {
	FunctionDefinition: 'function',
	LambdaExpression: 'function',
	ClassDefinition: 'class'
};

export function outline(tree: Tree, source: string): Region {
	const text = ({ from, to }: SyntaxNode) => source.slice(from, to);
	const root = regionOf('module', '', tree.topNode, null);
	let here = root;
	tree.iterate({
		enter(ref) {
			const kind = REGIONS[ref.name];
			if (!kind) return void define(ref, here, text);
			const { node } = ref;
			const name = node.getChild('VariableName');
			if (name && ref.name !== 'LambdaExpression') {
				const what = kind === 'class' ? 'class' : 'function';
				put(here, text(name), what, name.from, node);
			}
			const region = regionOf(kind, name ? text(name) : '', node, here);
			here.inner.push(region);
			here = region;
			for (const each of parametersIn(node)) put(here, text(each), 'parameter', each.from, null);
		},
		leave(ref) {
			if (REGIONS[ref.name]) here = here.parent ?? root;
		}
	});
	return root;
}

/** The innermost region around `offset`; what stands in the head of a function is outside it. */
export function regionAt(root: Region, offset: number, source: string): Region {
	const found = root.inner.findLast(({ node }) => {
		const body = node.getChild('Body') ?? node;
		return body.from < offset && (offset <= node.to || goesOn(node, offset, source));
	});
	return found ? regionAt(found, offset, source) : root;
}

/** A line that is being begun belongs to the block above it as long as it is indented that deep. */
function goesOn(node: SyntaxNode, offset: number, source: string): boolean {
	const start = source.lastIndexOf('\n', offset - 1) + 1;
	if (source.slice(node.to, start).trim() !== '') return false;
	const head = source.lastIndexOf('\n', node.from - 1) + 1;
	return indentAt(source, start) > indentAt(source, head);
}

function indentAt(source: string, start: number): number {
	return /^[ \t]*/.exec(source.slice(start))![0].length;
}

/** The names of a function's parameters, in order. */
export function parametersIn(node: SyntaxNode): SyntaxNode[] {
	const list = node.getChild('ParamList');
	const names = list?.getChildren('VariableName') ?? [];
	return names.filter(({ prevSibling }) => prevSibling?.name !== 'AssignOp');
}

function regionOf(
	kind: Region['kind'],
	name: string,
	node: SyntaxNode,
	parent: Region | null
): Region {
	return { kind, name, node, parent, definitions: [], inner: [] };
}

type Text = (node: SyntaxNode) => string;

function put(
	{ definitions }: Region,
	name: string,
	kind: Definition['kind'],
	from: number,
	node: SyntaxNode | null,
	path: string | null = null
): void {
	definitions.push({ name, kind, from, node, path });
}

function define(ref: SyntaxNodeRef, here: Region, text: Text): void {
	switch (ref.name) {
		case 'AssignStatement':
			return defineAssigned(ref.node, here, text);
		case 'NamedExpression':
			return defineTarget(ref.node.firstChild, ref.node.lastChild, here, text);
		case 'ForStatement':
		case 'ArrayComprehensionExpression':
		case 'ComprehensionExpression':
		case 'SetComprehensionExpression':
		case 'DictionaryComprehensionExpression':
			return defineBetween(ref.node, 'for', 'in', here, text);
		case 'WithStatement':
		case 'TryStatement':
			return defineAfterAs(ref.node, here, text);
		case 'ImportStatement':
			return defineImported(ref.node, here, text);
	}
}

/** `a = b = value`; of `a, b = value` no one expression is the value. */
function defineAssigned(node: SyntaxNode, here: Region, text: Text): void {
	const last = node.getChildren('AssignOp').at(-1);
	if (!last) return;
	const value = last.nextSibling;
	const single = value?.nextSibling ? null : value;
	for (let each = node.firstChild; each && each.from < last.from; each = each.nextSibling) {
		const alone = each.prevSibling?.name !== ',' && each.nextSibling?.name !== ',';
		defineTarget(each, alone ? single : null, here, text);
	}
}

function defineTarget(
	target: SyntaxNode | null,
	value: SyntaxNode | null,
	here: Region,
	text: Text
): void {
	if (target?.name === 'VariableName') put(here, text(target), 'variable', target.from, value);
	else if (target?.name === 'MemberExpression') defineAttribute(target, value, here, text);
	else if (target && /^(Tuple|Array)Expression$/.test(target.name)) {
		for (let each = target.firstChild; each; each = each.nextSibling) {
			defineTarget(each, null, here, text);
		}
	}
}

/** `self.name = value` inside a method is an attribute of its class. */
function defineAttribute(
	target: SyntaxNode,
	value: SyntaxNode | null,
	here: Region,
	text: Text
): void {
	const [object, property] = [target.firstChild, target.getChild('PropertyName')];
	const { parent, node } = here;
	const first = parametersIn(node)[0];
	if (!object || !property || parent?.kind !== 'class' || !first) return;
	if (text(object) === text(first)) put(parent, text(property), 'attribute', property.from, value);
}

function defineBetween(
	node: SyntaxNode,
	first: string,
	last: string,
	here: Region,
	text: Text
): void {
	let inside = false;
	for (let each = node.firstChild; each; each = each.nextSibling) {
		if (each.name === first) inside = true;
		else if (each.name === last) inside = false;
		else if (inside) defineTarget(each, null, here, text);
	}
}

function defineAfterAs(node: SyntaxNode, here: Region, text: Text): void {
	for (const each of node.getChildren('as')) defineTarget(each.nextSibling, null, here, text);
}

/** `import a.b`, `import a.b as c`, `from a import b, c as d`. */
function defineImported(node: SyntaxNode, here: Region, text: Text): void {
	const { base, names } = importParts(node, text);
	for (const { path, alias, from } of names) {
		const whole = base === null ? path : `${base}.${path}`;
		const root = path.split('.')[0];
		// `import a.b` gives the name a, and means a by it
		const meant = base === null && alias === null ? root : whole;
		put(here, alias ?? root, 'import', from, null, meant);
	}
}

interface Imported {
	readonly path: string;
	readonly alias: string | null;
	readonly from: number;
}

/** What an import names, and what module it names it from. */
export function importParts(
	node: SyntaxNode,
	text: Text
): { base: string | null; names: readonly Imported[] } {
	let [base, path, alias]: (string | null)[] = [null, null, null];
	let from = node.from;
	const isFrom = node.firstChild?.name === 'from';
	const names: Imported[] = [];
	const finish = () => {
		if (path !== null) names.push({ path, alias, from });
		[path, alias] = [null, null];
	};
	let inModule = isFrom;
	for (let each = node.firstChild; each; each = each.nextSibling) {
		if (each.name === 'import') inModule = false;
		else if (each.name === ',') finish();
		else if (each.name === '.') path = inModule ? path : `${path ?? ''}.`;
		else if (each.name !== 'VariableName') continue;
		else if (inModule) base = base === null ? text(each) : `${base}.${text(each)}`;
		else if (each.prevSibling?.name === 'as') alias = text(each);
		else {
			if (path === null) from = each.from;
			path = `${path ?? ''}${text(each)}`;
		}
	}
	finish();
	return { base, names };
}
