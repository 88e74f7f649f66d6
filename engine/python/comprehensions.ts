/** Comprehensions and generator expressions: names of their own, items one after the other. */
import type { Expression } from './ast.ts';
import { assign } from './assign.ts';
import { PythonError } from './errors.ts';
import { generator } from './generators.ts';
import { iteratorOf, MAX_ITEMS, take } from './iterators.ts';
import type { PyIterator } from './objects.ts';
import { force, truth } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { createScope, type Scope } from './scopes.ts';
import { setOf } from './sets.ts';
import { keyOf } from './type-names.ts';
import { PyTuple, PyDict, PyList, type Evaluation, type Value } from './values.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
/** Those that list elements rather than pairs. */
type Listing = Of<'ListComp' | 'SetComp' | 'GeneratorExp'>;
type Comprehension = Listing | Of<'DictComp'>;

export function* comprehension(rt: Runtime, e: Comprehension, scope: Scope): Evaluation<Value> {
	const inner = createScope(scope, 'comprehension');
	// the first iterable is evaluated outside, and at once
	const first = yield* iteratorOf(rt, yield* rt.language.evaluate(rt, e.clauses[0].iter, scope));
	if (e.kind === 'GeneratorExp') return generator(rt, yielding(rt, e, inner, first));
	if (e.kind === 'DictComp') {
		const dict = new PyDict();
		yield* walk(rt, e, 0, inner, first, function* () {
			const key = yield* force(rt, yield* rt.language.evaluate(rt, e.key, inner));
			const value = yield* rt.language.evaluate(rt, e.value, inner);
			if (key instanceof PyTuple) rt.spend('item', key.items.length);
			dict.entries.set(keyOf(key), [key, value]);
			refuseLength(rt, dict.entries.size);
		});
		return dict;
	}
	const items: Value[] = [];
	yield* walk(rt, e, 0, inner, first, function* () {
		items.push(yield* rt.language.evaluate(rt, e.elt, inner));
		refuseLength(rt, items.length);
	});
	return e.kind === 'SetComp' ? setOf(items) : new PyList(items);
}

function* yielding(rt: Runtime, e: Listing, inner: Scope, first: PyIterator): Evaluation<Value> {
	yield* walk(rt, e, 0, inner, first, function* () {
		yield { ids: [], yielded: yield* rt.language.evaluate(rt, e.elt, inner) };
	});
	return null;
}

/** Runs `each` with the names of the clauses from `depth` on bound to every combination in turn. */
function* walk(
	rt: Runtime,
	e: Comprehension,
	depth: number,
	inner: Scope,
	items: PyIterator,
	each: () => Evaluation<void>
): Evaluation<void> {
	const { target, ifs } = e.clauses[depth];
	for (let item = yield* take(rt, items); item !== undefined; item = yield* take(rt, items)) {
		rt.at = e.at;
		rt.spend('element');
		yield* assign(rt, target, item, inner);
		let keep = true;
		for (const test of ifs) {
			keep &&= yield* truth(rt, yield* rt.language.evaluate(rt, test, inner));
		}
		if (!keep) continue;
		const next = e.clauses[depth + 1];
		if (!next) yield* each();
		else {
			const further = yield* rt.language.evaluate(rt, next.iter, inner);
			yield* walk(rt, e, depth + 1, inner, yield* iteratorOf(rt, further), each);
		}
	}
}

function refuseLength(rt: Runtime, length: number): void {
	if (length <= MAX_ITEMS) return;
	throw new PythonError('MemoryError', `a list of over ${MAX_ITEMS} items is too long here`, rt.at);
}
