/** One parameter group of an optimiser: its settings as numbers, and what it remembers of a parameter. */
import { PyDict, PyList, PyTuple, toNumber, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';
import { asFlag } from '../arguments.ts';
import type { Given } from '../nn/native.ts';

export class Group {
	constructor(
		readonly dict: PyDict,
		readonly state: PyDict
	) {}

	get parameters(): PyTensor[] {
		const list = this.dict.entries.get('sparams')?.[1] as PyList;
		return list.items.filter((each) => each instanceof PyTensor);
	}

	get entries(): [string, Value][] {
		return [...this.dict.entries.values()].map(([name, value]) => [String(name), value]);
	}

	settings(): Given {
		return Object.fromEntries(this.entries);
	}

	value(name: string): Value {
		return this.dict.entries.get(`s${name}`)?.[1] ?? null;
	}

	number(name: string): number {
		return toNumber(this.value(name), name);
	}

	flag(name: string): boolean {
		return asFlag(this.value(name));
	}

	pair(name: string): [number, number] {
		const value = this.value(name);
		const items = value instanceof PyTuple || value instanceof PyList ? value.items : [];
		return [toNumber(items[0] ?? null, name), toNumber(items[1] ?? null, name)];
	}

	/** What has been kept for a parameter: tensors, and how many steps it has taken. */
	memory(parameter: PyTensor): PyDict {
		const found = this.state.entries.get(parameter)?.[1];
		if (found instanceof PyDict) return found;
		const memory = new PyDict();
		this.state.entries.set(parameter, [parameter, memory]);
		return memory;
	}
}

export function kept(memory: PyDict, name: string): PyTensor | null {
	const value = memory.entries.get(`s${name}`)?.[1];
	return value instanceof PyTensor ? value : null;
}

/** Counts a step of the parameter: 1 for the first. */
export function nextStep(memory: PyDict): number {
	const before = memory.entries.get('sstep')?.[1];
	const step = (typeof before === 'bigint' ? Number(before) : 0) + 1;
	memory.with('step', BigInt(step));
	return step;
}
