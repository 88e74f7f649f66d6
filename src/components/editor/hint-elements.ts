/** Hints as elements: a signature with the argument that is being given, a name with its facts. */
import type { CallHint, NameHint, Parameter } from '#engine';
import type { Explain } from './explanations.ts';
import { noteOf, parameterText, typeText } from './facts.ts';

function put(parent: HTMLElement, tag: 'b' | 'p' | 'code' | 'span', text = ''): HTMLElement {
	const element = document.createElement(tag);
	element.textContent = text;
	parent.append(element);
	return element;
}

function hintElement(): HTMLElement {
	const element = document.createElement('div');
	element.className = 'hint';
	element.setAttribute('role', 'status');
	return element;
}

function putSignature(
	parent: HTMLElement,
	name: string,
	parameters: readonly Parameter[] | null,
	active = -1
): void {
	const code = put(parent, 'code');
	put(code, 'span', name).className = 'name';
	if (!parameters) return;
	code.append('(');
	parameters.forEach((parameter, i) => {
		put(code, i === active ? 'b' : 'span', parameterText(parameter));
		if (i < parameters.length - 1) code.append(', ');
	});
	code.append(')');
}

export function callElement(call: CallHint, explain: Explain): HTMLElement {
	const element = hintElement();
	putSignature(element, call.name, call.parameters, call.active);
	const note = explain(call.origin);
	if (note !== '') put(element, 'p', note);
	return element;
}

export function nameElement(hint: NameHint, explain: Explain): HTMLElement {
	const element = hintElement();
	putSignature(element, hint.name, hint.parameters);
	for (const text of [typeText(hint), noteOf(hint, explain)]) {
		if (text !== '') put(element, 'p', text);
	}
	return element;
}
