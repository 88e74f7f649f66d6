/** What the engine knows of a name, in words: its signature, its type and shape, a line on it. */
import type { About, Parameter } from '#engine';
import { m } from '#messages';
import type { Explain } from './explanations.ts';

export function parameterText({ name, fallback }: Parameter): string {
	return fallback === null ? name : `${name}=${fallback}`;
}

/** What stands right behind a name in a list: `(input, dim=None)`, `64×1000`, `= 0.1`. */
export function detailOf({ parameters, tensor, type, text, kind }: About): string {
	if (parameters) return `(${parameters.map(parameterText).join(', ')})`;
	if (kind === 'keyword') return text === null ? '=' : `=${text}`;
	if (tensor?.shape) return ` ${shapeText(tensor.shape)}`;
	if (text !== null) return ` ${text}`;
	return type === null ? '' : ` ${type}`;
}

/** `Tensor 64×1000 · float32 · requires grad`. */
export function typeText({ tensor, type, text }: About): string {
	if (!tensor) return [type, text].filter((each) => each !== null).join(' ');
	const { shape, dtype, requiresGrad } = tensor;
	const whole = [type, shape && shapeText(shape)].filter(Boolean).join(' ');
	const parts = [whole, dtype, requiresGrad ? m.assist_requires_grad() : null];
	return parts.filter(Boolean).join(' · ');
}

/** The line on a name: its author's, or ours; a keyword argument is one. */
export function noteOf(about: About, explain: Explain): string {
	if (about.kind === 'keyword') return m.assist_keyword();
	return about.note ?? explain(about.origin);
}

export function shapeText(shape: readonly number[]): string {
	return shape.join('×') || m.code_scalar();
}
