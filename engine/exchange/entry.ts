/** A value of a JSON file under its name, `bugs[1].edits[0].from`: what it is asked for, it is or it throws. */
import { parseLocated, wrongAt, type Json } from './located-json.ts';
import type { FileError } from './problem.ts';

export class Entry {
	private constructor(
		readonly text: string,
		readonly json: Json,
		readonly name: string
	) {}

	static of(text: string): Entry {
		return new Entry(text, parseLocated(text), '');
	}

	wrong(what: string): FileError {
		return wrongAt(
			this.text,
			this.json.at,
			this.name ? `${this.name} ${what}` : `the file ${what}`
		);
	}

	get keys(): string[] {
		const { value } = this.json;
		if (!(value instanceof Map)) throw this.wrong('must be an object');
		return [...(value as ReadonlyMap<string, Json>).keys()];
	}

	/** Its members: all that are needed, and none that is not known. */
	members<Needed extends string, Optional extends string = never>(
		needed: readonly Needed[],
		optional: readonly Optional[] = []
	): Record<Needed, Entry> & Partial<Record<Optional, Entry>> {
		const { keys } = this;
		const known: readonly string[] = [...needed, ...optional];
		const missing = needed.find((key) => !keys.includes(key));
		if (missing !== undefined) throw this.wrong(`needs '${missing}'`);
		const object = this.json.value as ReadonlyMap<string, Json>;
		const entries = keys.map((key) => {
			const name = this.name ? `${this.name}.${key}` : key;
			const entry = new Entry(this.text, object.get(key)!, name);
			if (!known.includes(key)) throw entry.wrong(`is not known here, only ${known.join(', ')}`);
			return [key, entry] as const;
		});
		return Object.fromEntries(entries) as Record<Needed | Optional, Entry>;
	}

	/** At least one, and not more than `most`. */
	elements(most: number): Entry[] {
		const { value } = this.json;
		if (!Array.isArray(value)) throw this.wrong('must be a list');
		const list = value as readonly Json[];
		if (list.length === 0) throw this.wrong('is empty');
		if (list.length > most) throw this.wrong(`has more than ${most} entries`);
		return list.map((json, i) => new Entry(this.text, json, `${this.name}[${i}]`));
	}

	/** Any text, not longer than `most`. */
	code(most: number): string {
		const { value } = this.json;
		if (typeof value !== 'string') throw this.wrong('must be a text');
		if (value.length > most) throw this.wrong(`is longer than ${most} characters`);
		return value;
	}

	/** One line for people to read. */
	words(most: number): string {
		const words = this.code(most).trim();
		if (words === '') throw this.wrong('is empty');
		if (/\p{Cc}/u.test(words)) throw this.wrong('must be one line, without control characters');
		return words;
	}

	flag(): boolean {
		const { value } = this.json;
		if (typeof value !== 'boolean') throw this.wrong('must be true or false');
		return value;
	}

	/** A whole number from 1 to `most`. */
	size(most: number): number {
		const { value } = this.json;
		if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most)
			return value;
		throw this.wrong(`must be a whole number from 1 to ${most}`);
	}
}
