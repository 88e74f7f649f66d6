/** A list of numbers that fast-check made, read as choices: shorter and smaller lists make simpler programs. */

/** Odd multiples of 1/8 lie on no kink of the functions that the programs call. */
const EIGHTHS = 16;
/** Where branches, domains and printing change. */
const EDGES = [
	'0.0',
	'-0.0',
	'1.0',
	'-1.0',
	"float('inf')",
	"float('-inf')",
	"float('nan')",
	'1000.0',
	'0.0001'
];

export class Draws {
	#at = 0;

	constructor(readonly list: readonly number[]) {}

	/** From 0 up to, not including, `count`. A list that is used up goes on regularly. */
	below(count: number): number {
		const at = this.#at++;
		return (this.list[at] ?? 7 * at) % count;
	}

	of<T>(choices: readonly T[]): T {
		return choices[this.below(choices.length)];
	}

	/** True once in `times`. */
	seldom(times: number): boolean {
		return this.below(times) === times - 1;
	}

	flag(): boolean {
		return this.below(2) === 1;
	}

	between(from: number, to: number): number {
		return from + this.below(to - from + 1);
	}

	/** A float as Python text, without a kink. */
	number(): string {
		const k = this.below(2 * EIGHTHS) - EIGHTHS;
		return String((2 * k + 1) / 8);
	}

	/** The same, now and then at an edge. */
	entry(edges: boolean): string {
		return edges && this.seldom(6) ? this.of(EDGES) : this.number();
	}

	whole(): string {
		return String(this.between(-3, 5));
	}
}
