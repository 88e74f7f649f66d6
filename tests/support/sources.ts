/** Reads source files the way the architecture test needs them: syntax trees, imports, size. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parse } from 'svelte/compiler';
import ts from 'typescript';

/** Paths from the repository's root, with slashes, and their text. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
	readonly from: string;
	readonly specifier: string;
	/** Our own file, or undefined for a package. */
	readonly target: string | undefined;
	readonly kind: 'static' | 'dynamic' | 'type';
}

/** A module's syntax; for a component, its module script and its instance script apart. */
export interface Module {
	readonly path: string;
	/** Code that runs once, when the module is loaded. */
	readonly top: ts.SourceFile;
	/** A component's own script, which runs for every instance. */
	readonly instance?: ts.SourceFile;
}

const extensions = /\.(ts|js|mjs|svelte)$/;

/** Every source file under the given folders. */
export function readSources(root: string, folders: readonly string[]): Sources {
	const sources = new Map<string, string>();
	const walk = (path: string) => {
		for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
			const inner = posix.join(path, entry.name);
			if (inner === 'src/messages/compiled' || entry.name === 'node_modules') continue;
			if (entry.isDirectory()) walk(inner);
			else if (extensions.test(inner)) sources.set(inner, readFileSync(join(root, inner), 'utf8'));
		}
	};
	for (const folder of folders) walk(folder);
	return sources;
}

export function parseModule(path: string, text: string): Module {
	const read = (code: string) =>
		ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
	if (!path.endsWith('.svelte')) return { path, top: read(text) };
	const { module, instance } = parse(text, { modern: true, filename: path });
	const script = (part: typeof module) => {
		// the compiler types a script as an ESTree program, and gives it its place in the text
		const content = part?.content as { start: number; end: number } | undefined;
		return read(content ? text.slice(content.start, content.end) : '');
	};
	return { path, top: script(module), instance: script(instance) };
}

/** A module's imports, resolved by the `imports` of package.json as Node does. */
export function importsOf(
	module: Module,
	sources: Sources,
	aliases: Readonly<Record<string, string>>
): Import[] {
	const found: Import[] = [];
	const add = (node: ts.Node | undefined, kind: Import['kind']) => {
		if (!node || !ts.isStringLiteralLike(node)) return;
		const specifier = node.text.replace(/\?.*$/, '');
		found.push({
			from: module.path,
			specifier,
			target: resolve(module.path, specifier, sources, aliases),
			kind
		});
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node))
			add(node.moduleSpecifier, isTypeImport(node) ? 'type' : 'static');
		else if (ts.isExportDeclaration(node)) {
			add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			add(node.argument.literal, 'type');
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			add(node.arguments[0], 'dynamic');
		}
		ts.forEachChild(node, visit);
	};
	visit(module.top);
	if (module.instance) visit(module.instance);
	return found;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
	if (!importClause) return false;
	if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
	const bindings = importClause.namedBindings;
	return (
		!importClause.name &&
		bindings !== undefined &&
		ts.isNamedImports(bindings) &&
		bindings.elements.length > 0 &&
		bindings.elements.every((element) => element.isTypeOnly)
	);
}

function resolve(
	from: string,
	specifier: string,
	sources: Sources,
	aliases: Readonly<Record<string, string>>
): string | undefined {
	const path = specifier.startsWith('.')
		? posix.join(posix.dirname(from), specifier)
		: expandAlias(specifier, aliases);
	if (path === undefined) return undefined;
	const candidates = [path, `${path}.ts`, `${path}/index.ts`];
	return candidates.find((candidate) => sources.has(candidate)) ?? path;
}

function expandAlias(
	specifier: string,
	aliases: Readonly<Record<string, string>>
): string | undefined {
	for (const [pattern, target] of Object.entries(aliases)) {
		if (pattern === specifier) return posix.normalize(target);
		const prefix = pattern.replace(/\*$/, '');
		if (pattern.endsWith('*') && specifier.startsWith(prefix)) {
			return posix.normalize(target.replace('*', specifier.slice(prefix.length)));
		}
	}
	return undefined;
}
