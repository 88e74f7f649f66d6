/**
 * CodeMirror as the field of a lesson's source. It lives in a tree of its own (a shadow root), where
 * its styles need no inline style sheet, which the page's security policy forbids.
 */
import {
	acceptCompletion,
	closeBrackets,
	closeBracketsKeymap,
	completionKeymap,
	completionStatus
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, Text } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, tooltips } from '@codemirror/view';
import type { LessonProblem } from '#engine';
import { m } from '#messages';
import { annotate, annotations } from './annotations.ts';
import { completion } from './completion.ts';
import { loadExplanations } from './explanations.ts';
import { hints } from './hints.ts';
import { look } from './look.ts';
import type { EditorOptions, SourceEditor } from './notes.ts';

/** From a place to the end of what is written on its line. */
function rangeOf(doc: Text, { line, column }: { line: number; column: number }) {
	const { from, to } = doc.line(line);
	return { from: Math.min(to, from + Math.max(0, column - 1)), to };
}

/** A problem from its column to the end of its line; one without a place belongs to no line. */
function diagnosticsOf(doc: Text, problem: LessonProblem | null): Diagnostic[] {
	if (!problem || problem.line < 1 || problem.line > doc.lines) return [];
	const message = [`${problem.type}: ${problem.message}`, problem.hint].filter(Boolean).join('\n');
	const error: Diagnostic = { ...rangeOf(doc, problem), severity: 'error', message };
	const calls = (problem.calls ?? []).filter(({ line }) => line <= doc.lines);
	return [
		error,
		...calls.map((call): Diagnostic => {
			const text = m.problem_from_here({ name: call.name, line: problem.line });
			return { ...rangeOf(doc, call), severity: 'info', message: text };
		})
	];
}

/** Between what floats and the edge of the screen. */
const MARGIN = 8;

/** What a keyboard on the screen has left of it. */
function spaceInSight() {
	const { offsetLeft, offsetTop, width, height } = visualViewport!;
	return {
		left: offsetLeft + MARGIN,
		top: offsetTop + MARGIN,
		right: offsetLeft + width - MARGIN,
		bottom: offsetTop + height - MARGIN
	};
}

/** Opens the editor in `host`. Tab leaves it, as it leaves every field of the page. */
export function openEditor(host: HTMLElement, options: EditorOptions): SourceEditor {
	const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
	const run = () => {
		options.onrun();
		return true;
	};
	const leave = () => {
		options.onleave();
		return true;
	};
	const explain = () => loadExplanations(options.language());
	const doc = Text.of(options.source.split('\n'));
	const { from } = doc.line(Math.min(options.line, doc.lines));
	const view = new EditorView({
		...{ root, parent: root, scrollTo: EditorView.scrollIntoView(from, { y: 'center' }) },
		state: EditorState.create({
			doc,
			selection: { anchor: from },
			extensions: [
				...[lineNumbers(), history(), drawSelection(), indentOnInput(), indentUnit.of('    ')],
				...[bracketMatching(), closeBrackets(), python(), annotations, look],
				...[completion(options.assist, explain), hints(options.assist, explain)],
				tooltips({ tooltipSpace: spaceInSight }),
				keymap.of([
					{ key: 'Mod-Enter', run },
					// with no list open Tab is nobody's here, and leaves the field; a list that has only just
					// opened takes no key yet
					{
						key: 'Tab',
						run: (view) => acceptCompletion(view) || completionStatus(view.state) === 'active'
					},
					...[...closeBracketsKeymap, ...completionKeymap]
				]),
				keymap.of([...historyKeymap, ...defaultKeymap, { key: 'Escape', run: leave }]),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({
					'aria-label': options.label,
					'aria-description': m.code_keys(),
					tabindex: '0',
					translate: 'no'
				}),
				EditorView.updateListener.of(({ docChanged, state }) => {
					if (docChanged) options.onchange(state.doc.toString());
				})
			]
		})
	});
	return {
		annotate(notes) {
			annotate(view, notes);
			view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, notes.problem)));
			// what is said of it takes room under the text
			if (view.hasFocus && notes.problem) view.dispatch({ scrollIntoView: true });
		},
		replace(source) {
			if (view.state.doc.toString() === source) return;
			view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: source } });
		},
		get isChoosing() {
			return completionStatus(view.state) === 'active';
		},
		goTo(line, column) {
			const { doc } = view.state;
			const { from: anchor } = rangeOf(doc, { line: Math.min(line, doc.lines), column });
			view.dispatch({
				selection: { anchor },
				effects: EditorView.scrollIntoView(anchor, { y: 'center' })
			});
			view.focus();
		},
		focus: () => view.focus(),
		close: () => view.destroy()
	};
}
