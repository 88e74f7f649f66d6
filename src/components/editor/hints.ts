/**
 * What the engine knows of the place where the writer is: the call that is being written, and the
 * name that is pointed at, tapped, or asked about by a key.
 */
import { completionStatus } from '@codemirror/autocomplete';
import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import {
	EditorView,
	hoverTooltip,
	keymap,
	showTooltip,
	ViewPlugin,
	type Tooltip,
	type ViewUpdate
} from '@codemirror/view';
import type { Assist } from '#state/assist.ts';
import type { Explain } from './explanations.ts';
import { callElement, nameElement } from './hint-elements.ts';

/** A hint at its place; `name` was asked for, and goes when the writer goes on. */
interface Hint {
	readonly about: 'call' | 'name';
	/** What it says of a call: the same is not said twice. */
	readonly said?: string;
	/** Where the call or the name begins. */
	readonly tooltip: Tooltip;
}

const hinted = StateEffect.define<Hint | null>();

const current = StateField.define<Hint | null>({
	create: () => null,
	update(hint, { effects, changes, docChanged, selection }) {
		const latest = effects.findLast((effect) => effect.is(hinted));
		if (latest) return latest.value;
		if (hint?.about === 'name' && (docChanged || selection)) return null;
		if (!hint || !docChanged) return hint;
		return { ...hint, tooltip: { ...hint.tooltip, pos: changes.mapPos(hint.tooltip.pos) } };
	},
	provide: (field) => showTooltip.from(field, (hint) => hint && hint.tooltip)
});

function tooltipAt(pos: number, element: () => HTMLElement): Tooltip {
	return { pos, above: true, create: () => ({ dom: element() }) };
}

function placeIn(state: EditorState, offset = state.selection.main.head) {
	return { source: state.doc.toString(), offset };
}

/** Nothing has been written since, nor the cursor moved: whoever did has asked again. */
function isStill({ state }: EditorView, { doc, selection }: EditorState): boolean {
	return state.doc === doc && state.selection.eq(selection);
}

export function hints(assist: Assist, explain: () => Promise<Explain>): Extension {
	/** The answer with what puts it in words; null where there is none, or it is too late. */
	async function ask<K extends 'call' | 'name'>(kind: K, state: EditorState, offset?: number) {
		const [found, lines] = await Promise.all([assist(kind, placeIn(state, offset)), explain()]);
		return found && { found, lines };
	}

	async function explainName(view: EditorView): Promise<void> {
		const { state } = view;
		const answer = await ask('name', state);
		if (!answer || !isStill(view, state)) return;
		const { found, lines } = answer;
		const tooltip = tooltipAt(found.from, () => nameElement(found, lines));
		view.dispatch({ effects: hinted.of({ about: 'name', tooltip }) });
	}

	const follower = ViewPlugin.define((view) => {
		/** Where the call is whose hint the writer has sent away. */
		let dismissed: number | null = null;
		async function look(): Promise<void> {
			const { state } = view;
			const answer = view.hasFocus ? await ask('call', state) : null;
			if (!isStill(view, state)) return;
			const call = answer?.found;
			if (dismissed !== (call?.from ?? null)) dismissed = null;
			const shown = view.state.field(current);
			if (shown?.about === 'name') return;
			if (!answer || !call || dismissed !== null) {
				if (shown?.about === 'call') view.dispatch({ effects: hinted.of(null) });
				return;
			}
			const said = JSON.stringify(call);
			if (shown?.about === 'call' && shown.said === said) return;
			const tooltip = tooltipAt(call.from, () => callElement(call, answer.lines));
			view.dispatch({ effects: hinted.of({ about: 'call', said, tooltip }) });
		}
		return {
			update({ docChanged, selectionSet, focusChanged, transactions }: ViewUpdate) {
				const tapped = transactions.some((each) => each.isUserEvent('select.pointer'));
				if (docChanged || selectionSet || focusChanged) void look();
				if (tapped && isTouched) void explainName(view);
			},
			dismiss(from: number) {
				dismissed = from;
			}
		};
	});

	/** The last press was a finger's: it cannot hover. */
	let isTouched = false;
	return [
		current,
		follower,
		hoverTooltip(
			async (view, pos) => {
				const answer = await ask('name', view.state, pos);
				if (!answer) return null;
				const { found, lines } = answer;
				return { ...tooltipAt(found.from, () => nameElement(found, lines)), end: found.to };
			},
			{ hideOnChange: true }
		),
		EditorView.domEventHandlers({
			pointerdown: ({ pointerType }) => {
				isTouched = pointerType === 'touch';
			}
		}),
		keymap.of([
			{
				key: 'Alt-Enter',
				run: (view) => {
					void explainName(view);
					return true;
				}
			},
			{
				key: 'Escape',
				run: (view) => {
					const hint = view.state.field(current);
					if (!hint || completionStatus(view.state) === 'active') return false;
					view.plugin(follower)?.dismiss(hint.tooltip.pos);
					view.dispatch({ effects: hinted.of(null) });
					return true;
				}
			}
		])
	];
}
