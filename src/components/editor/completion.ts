/** The list of what could be written: asked of the engine, filtered as it is typed. */
import {
	autocompletion,
	type Completion,
	type CompletionContext,
	type CompletionResult
} from '@codemirror/autocomplete';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { NameKind, Offer } from '#engine';
import { m } from '#messages';
import type { Assist } from '#state/assist.ts';
import type { Explain } from './explanations.ts';
import { detailOf, noteOf } from './facts.ts';

interface Entry extends Completion {
	readonly note: string;
}

/** What is nearest comes first where two fit as well: arguments, the lesson's own, torch's, Python's. */
const RANK: Readonly<Record<NameKind, number>> = {
	...{ keyword: 30, variable: 10, attribute: 10, function: 5, class: 5, module: 5, word: 0 }
};

function rankOf({ name, kind, origin }: Offer): number {
	const isPythons = origin?.startsWith('builtins.');
	if (isPythons) return kind === 'class' ? -8 : -4;
	return RANK[kind] - (name.endsWith('_') ? 4 : 0);
}

function entryOf(offer: Offer, explain: Explain): Entry {
	const { name, kind } = offer;
	return {
		label: name,
		detail: detailOf(offer),
		apply: kind === 'keyword' ? `${name}=` : name,
		type: kind,
		boost: rankOf(offer),
		note: noteOf(offer, explain)
	};
}

/** A word that stands there whole needs no list, which would take the Enter that ends the line. */
function fitting(entries: readonly Entry[], typed: string, explicit: boolean): readonly Entry[] {
	return !explicit && entries.some(({ label }) => label === typed) ? [] : entries;
}

function resultOf(
	from: number,
	entries: readonly Entry[],
	context: CompletionContext
): CompletionResult {
	const { explicit } = context;
	const typed = (at: CompletionContext) => at.state.sliceDoc(from, at.pos);
	return {
		from,
		options: fitting(entries, typed(context), explicit),
		update: (_, start, __, at) =>
			start === from && /^\w+$/.test(typed(at)) ? resultOf(from, entries, at) : null
	};
}

/** Completion by `assist`; each entry in two lines, so that its explanation has room on a phone. */
export function completion(assist: Assist, explain: () => Promise<Explain>): Extension {
	async function source(context: CompletionContext): Promise<CompletionResult | null> {
		const { state, pos, explicit } = context;
		if (!explicit && !context.matchBefore(/[\w.]$|\bimport $/)) return null;
		const [found, lines] = await Promise.all([
			assist('completions', { source: state.doc.toString(), offset: pos }),
			explain()
		]);
		if (!found || context.aborted) return null;
		return resultOf(
			found.from,
			found.offers.map((offer) => entryOf(offer, lines)),
			context
		);
	}
	return [
		autocompletion({
			override: [source],
			icons: false,
			maxRenderedOptions: 60,
			addToOptions: [{ render: noteElement, position: 90 }]
		}),
		EditorState.phrases.of({ Completions: m.assist_list() }),
		EditorView.updateListener.of(({ view }) => view.requestMeasure({ read: () => reach(view) }))
	];
}

/** What scrolls can have the focus; the keys that move in it are the field's. */
function reach({ dom }: EditorView): void {
	const list = dom.querySelector<HTMLElement>('.cm-tooltip-autocomplete > ul');
	if (list) list.tabIndex = 0;
}

function noteElement(entry: Completion): HTMLElement | null {
	const { note } = entry as Entry;
	if (note === '') return null;
	const element = document.createElement('span');
	element.className = 'note';
	element.textContent = note;
	return element;
}
