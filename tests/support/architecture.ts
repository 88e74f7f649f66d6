/** DESIGN.md's rules over a tree of sources; each returns its violations in words, none when it holds. */
import ts from 'typescript';
import { layerOf, layers, packageOf } from '../../scripts/arrows.mjs';
import { importsOf, parseModule, type Import, type Module, type Sources } from './sources.ts';

export interface Tree {
	readonly sources: Sources;
	readonly modules: readonly Module[];
	readonly imports: readonly Import[];
}

export function readTree(sources: Sources, aliases: Readonly<Record<string, string>>): Tree {
	const modules = [...sources].map(([path, text]) => parseModule(path, text));
	const imports = modules.flatMap((module) => importsOf(module, sources, aliases));
	return { sources, modules, imports };
}

/** Imports that go up, sideways, or to a package that the layer must not know. */
export function findWrongArrows({ imports }: Tree): string[] {
	return imports.flatMap((one) => {
		const layer = layerOf(one.from);
		if (layer === undefined || isAllowed(one, layer)) return [];
		return [`${one.from} imports ${one.specifier} (${one.kind})`];
	});
}

function isAllowed({ specifier, target, kind }: Import, layer: string): boolean {
	const { own, types = [], packages = [], lazy = [] } = layers[layer] ?? { own: [] };
	if (target !== undefined) {
		// SvelteKit writes ./$types; styles and other assets are no code
		if (!/\.(ts|js|mjs|svelte)$/.test(target)) return true;
		const to = layerOf(target) ?? (target.startsWith('src/messages/') ? 'src/messages' : '');
		return to === layer || own.includes(to) || (kind === 'type' && types.includes(to));
	}
	const name = packageOf(specifier);
	return packages.includes(name) || (kind !== 'static' && lazy.includes(name));
}

/** Circles of imports, as they run: an interface and what implements it may know each other's types. */
export function findCycles({ imports }: Tree): string[] {
	const edges = new Map<string, string[]>();
	for (const { from, target, kind } of imports) {
		if (target && kind !== 'type') edges.set(from, [...(edges.get(from) ?? []), target]);
	}
	const cycles: string[] = [];
	const done = new Set<string>();
	const visit = (path: string, trail: readonly string[]): void => {
		const start = trail.indexOf(path);
		if (start >= 0) cycles.push([...trail.slice(start), path].join(' → '));
		if (start >= 0 || done.has(path)) return;
		for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
		done.add(path);
	};
	for (const path of edges.keys()) visit(path, []);
	return cycles;
}

/** Files too long to be one thing. */
export function findLongFiles({ sources }: Tree, limit: number): string[] {
	return [...sources]
		.map(([path, text]) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
		.filter(({ lines }) => lines > limit)
		.map(({ path, lines }) => `${path} has ${lines} lines`);
}

/** State that a whole module, and so every user of it, would share. */
export function findModuleState({ modules }: Tree): string[] {
	return modules
		.filter(({ path }) => /^(engine|src|routes)\//.test(path))
		.flatMap(({ path, top }) =>
			top.statements
				.filter(ts.isVariableStatement)
				.filter(({ declarationList }) => !(declarationList.flags & ts.NodeFlags.Const))
				.map((statement) => `${path}: ${statement.getText(top).split('\n')[0]}`)
		);
}

const domNames = new Set(
	`window document self location history screen localStorage sessionStorage alert confirm prompt
	requestAnimationFrame cancelAnimationFrame requestIdleCallback getComputedStyle matchMedia
	customElements Element HTMLElement SVGElement HTMLCanvasElement HTMLImageElement DocumentFragment
	DOMParser Image ImageData ImageBitmap OffscreenCanvas MutationObserver ResizeObserver
	IntersectionObserver KeyboardEvent MouseEvent PointerEvent XMLHttpRequest`.split(/\s+/)
);

/** Places where the engine leans on a page, though it must run in Node and in a worker. */
export function findDomGlobals({ modules }: Tree): string[] {
	return modules
		.filter(({ path }) => path.startsWith('engine/'))
		.flatMap(({ path, top }) => {
			const { used, declared } = collectNames(top);
			const isGlobal = (name: string) => domNames.has(name) && !declared.has(name);
			return [...used].filter(isGlobal).map((name) => `${path} uses ${name}`);
		});
}

/** Names a file refers to, and names it declares itself anywhere: a parameter `location` is no global. */
function collectNames(file: ts.SourceFile): { used: Set<string>; declared: Set<string> } {
	const used = new Set<string>();
	const declared = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node)) {
			const { parent } = node;
			if (isDeclaredBy(parent, node)) declared.add(node.text);
			else if (!isMemberName(parent, node)) used.add(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return { used, declared };
}

function isDeclaredBy(parent: ts.Node, name: ts.Identifier): boolean {
	const isBinding =
		ts.isVariableDeclaration(parent) ||
		ts.isParameter(parent) ||
		ts.isBindingElement(parent) ||
		ts.isFunctionDeclaration(parent) ||
		ts.isClassDeclaration(parent) ||
		ts.isInterfaceDeclaration(parent) ||
		ts.isTypeAliasDeclaration(parent) ||
		ts.isImportSpecifier(parent) ||
		ts.isImportClause(parent) ||
		ts.isNamespaceImport(parent);
	return isBinding && parent.name === name;
}

/** Whether a name is only a label: `thing.name`, `{ name: … }`, a method or a property. */
function isMemberName(parent: ts.Node, name: ts.Identifier): boolean {
	if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
		return (ts.isPropertyAccessExpression(parent) ? parent.name : parent.right) === name;
	}
	if (ts.isBindingElement(parent)) return parent.propertyName === name;
	const isMember =
		ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent);
	return isMember && parent.name === name;
}
