/** Sets: their operators and methods. */
import type { BinaryOperator, CompareOperator } from './ast.ts';
import { PythonError } from './errors.ts';
import { missingKey } from './exceptions.ts';
import { listOfItems } from './iterators.ts';
import { PySet } from './objects.ts';
import type { Implementation, Signature } from './signature.ts';
import { keyOf } from './type-names.ts';
import type { Value } from './values.ts';

export function setOf(items: Iterable<Value>, frozen = false): PySet {
	const set = new PySet(frozen);
	for (const item of items) add(set, item);
	return set;
}

function add({ entries }: PySet, item: Value): void {
	const key = keyOf(item);
	if (!entries.has(key)) entries.set(key, item);
}

/** `left op right`; null for an operator that sets do not have. */
export function setBinary(op: BinaryOperator, left: PySet, right: PySet): PySet | null {
	const [a, b] = [left.entries, right.entries];
	const only = (from: PySet, keep: (key: string | object) => boolean) =>
		[...from.entries].filter(([key]) => keep(key)).map(([, item]) => item);
	switch (op) {
		case '|':
			return setOf([...a.values(), ...b.values()], left.frozen);
		case '&':
			return setOf(
				only(left, (key) => b.has(key)),
				left.frozen
			);
		case '-':
			return setOf(
				only(left, (key) => !b.has(key)),
				left.frozen
			);
		case '^':
			return setOf(
				[...only(left, (key) => !b.has(key)), ...only(right, (key) => !a.has(key))],
				left.frozen
			);
		default:
			return null;
	}
}

export function setCompare(op: CompareOperator, left: PySet, right: PySet): boolean {
	const [a, b] = [left.entries, right.entries];
	const within = (x: PySet, y: PySet) => [...x.entries.keys()].every((key) => y.entries.has(key));
	switch (op) {
		case '==':
			return a.size === b.size && within(left, right);
		case '!=':
			return a.size !== b.size || !within(left, right);
		case '<=':
			return within(left, right);
		case '<':
			return a.size < b.size && within(left, right);
		case '>=':
			return within(right, left);
		case '>':
			return b.size < a.size && within(right, left);
		default:
			return false;
	}
}

type Methods = Readonly<Record<string, readonly [Signature, (self: PySet) => Implementation]>>;

/** Takes any number of iterables, as sets. */
const combining = (op: BinaryOperator, write: boolean): Methods[string] => [
	['*others'],
	(self) =>
		function* (rt, _, rest) {
			let result = setOf(self.entries.values());
			for (const each of rest) {
				result = setBinary(op, result, setOf(yield* listOfItems(rt, each)))!;
			}
			if (!write) return result;
			self.entries.clear();
			for (const item of result.entries.values()) add(self, item);
			return null;
		}
];

const comparing = (op: CompareOperator): Methods[string] => [
	['other'],
	(self) =>
		function* (rt, { other }) {
			return setCompare(op, self, setOf(yield* listOfItems(rt, other)));
		}
];

const reading: Methods = {
	union: combining('|', false),
	intersection: combining('&', false),
	difference: combining('-', false),
	symmetric_difference: combining('^', false),
	issubset: comparing('<='),
	issuperset: comparing('>='),
	isdisjoint: [
		['other'],
		(self) =>
			function* (rt, { other }) {
				const items = yield* listOfItems(rt, other);
				return !items.some((item) => self.entries.has(keyOf(item)));
			}
	],
	copy: [[], (self) => () => setOf(self.entries.values(), self.frozen)]
};

const writing: Methods = {
	add: [
		['item'],
		(self) =>
			(_, { item }) => {
				add(self, item);
				return null;
			}
	],
	discard: [
		['item'],
		(self) =>
			(_, { item }) => {
				self.entries.delete(keyOf(item));
				return null;
			}
	],
	remove: [
		['item'],
		(self) =>
			function* (rt, { item }) {
				if (self.entries.delete(keyOf(item))) return null;
				throw yield* missingKey(rt, item);
			}
	],
	pop: [
		[],
		({ entries }) =>
			() => {
				for (const [key, item] of entries) {
					entries.delete(key);
					return item;
				}
				throw new PythonError('KeyError', "'pop from an empty set'");
			}
	],
	clear: [
		[],
		({ entries }) =>
			() => {
				entries.clear();
				return null;
			}
	],
	update: combining('|', true),
	intersection_update: combining('&', true),
	difference_update: combining('-', true)
};

export const setMethods: Methods = { ...reading, ...writing };
export const frozenSetMethods: Methods = reading;
