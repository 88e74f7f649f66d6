/** Ends a program that would not end: loop passes and calls are counted between two signs of life. */
import type { Span } from '../graph.ts';
import { PythonError } from './errors.ts';

/** What one iteration may cost: some tens of times what the longest lesson takes, about a second. */
const MOST = 1_000_000;
/** Iterations in a row that compute no tensor. */
const MOST_QUIET = 40_000;

/**
 * What one of each costs, as its time is to the others'. `moved`: an item copied by a builtin, or a
 * character gone through; `shown`: a character of a text that is written; `looked`: an item
 * compared or counted; `made`: an element of a new tensor; `computed`: one of an op's result.
 */
const COSTS = {
	computed: 1 / 1000,
	moved: 1 / 500,
	shown: 1 / 50,
	made: 1 / 20,
	looked: 1 / 10,
	item: 1,
	statement: 2,
	element: 2,
	pass: 3,
	node: 12,
	call: 10,
	print: 10,
	error: 50
} as const;

export type Spending = keyof typeof COSTS;

export class Budget {
	#left = MOST;
	#quiet = 0;

	/** A new iteration begins; `alive`: the one before it has computed something. */
	renew(at: Span | undefined, alive: boolean): void {
		this.#left = MOST;
		this.#quiet = alive ? 0 : this.#quiet + 1;
		if (this.#quiet > MOST_QUIET)
			throw endless(`${MOST_QUIET} passes of the loop in which nothing is computed`, at);
	}

	spend(on: Spending, count: number, at: Span | undefined): void {
		this.#left -= COSTS[on] * count;
		if (this.#left < 0)
			throw endless('too many loop passes and calls in one iteration of the lesson', at);
	}
}

function endless(what: string, at: Span | undefined): PythonError {
	const error = new PythonError(
		'RuntimeError',
		`no end in sight: ${what}`,
		at,
		'check what ends the loop, or go through less data'
	);
	error.final = true;
	return error;
}
