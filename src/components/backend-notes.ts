// The words of the catalogue for why something else computes than was asked for.
import type { BackendNote, Fault } from '#engine';
import { m } from '#messages';
import { formatNumber } from '#scene/format.ts';
import { backendName } from './backend-words.ts';

type Plain = Exclude<BackendNote['kind'], 'webgpu-wrong' | 'wasm-wrong'>;

const NOTES: Readonly<Record<Plain, (inputs: { detail: string }) => string>> = {
	'no-webgpu': m.note_no_webgpu,
	'no-adapter': m.note_no_adapter,
	'software-adapter': m.note_software_adapter,
	'webgpu-failed': m.note_webgpu_failed,
	'wasm-failed': m.note_wasm_failed,
	lost: m.note_lost
};

/** Why something else runs than was asked for. */
export function noteText({ kind, detail, fault }: BackendNote): string {
	if (kind !== 'webgpu-wrong' && kind !== 'wasm-wrong') return NOTES[kind]({ detail });
	const backend = backendName(kind === 'wasm-wrong' ? 'wasm' : 'webgpu');
	return [m.note_wrong({ backend, detail }), ...(fault ? [faultText(fault)] : [])].join(' ');
}

function faultText({ op, shapes, index, got, expected, bound }: Fault): string {
	const operands = shapes.map((shape) => shape.join('×'));
	const what = {
		what: `${op}(${operands.join(', ')})`,
		index: index.join(', '),
		expected: formatNumber(expected)
	};
	if (!Number.isFinite(got)) return m.note_wrong_missing(what);
	const off = formatNumber(Math.abs(got - expected), 2);
	return m.note_wrong_off({ ...what, got: formatNumber(got), off, bound: formatNumber(bound, 2) });
}
