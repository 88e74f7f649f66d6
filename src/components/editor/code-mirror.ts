/**
 * CodeMirror as the field of a lesson's source. It lives in a tree of its own (a shadow root), where
 * its styles need no inline style sheet, which the page's security policy forbids.
 */
import {
	autocompletion,
	closeBrackets,
	closeBracketsKeymap,
	completionKeymap
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, Text } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import type { LessonProblem } from '#engine';
import { annotate, annotations } from './annotations.ts';
import { look } from './look.ts';
import type { EditorOptions, SourceEditor } from './notes.ts';

/** A problem from its column to the end of its line; one without a place belongs to no line. */
function diagnosticsOf(doc: Text, problem: LessonProblem | null): Diagnostic[] {
	if (!problem || problem.line < 1 || problem.line > doc.lines) return [];
	const line = doc.line(problem.line);
	const from = Math.min(line.to, line.from + Math.max(0, problem.column - 1));
	const message = [`${problem.type}: ${problem.message}`, problem.hint].filter(Boolean).join('\n');
	return [{ from, to: Math.max(line.to, from), severity: 'error', message }];
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
	const doc = Text.of(options.source.split('\n'));
	const { from } = doc.line(Math.min(options.line, doc.lines));
	const view = new EditorView({
		...{ root, parent: root, scrollTo: EditorView.scrollIntoView(from, { y: 'center' }) },
		state: EditorState.create({
			doc,
			selection: { anchor: from },
			extensions: [
				...[lineNumbers(), history(), drawSelection(), indentOnInput(), indentUnit.of('    ')],
				...[bracketMatching(), closeBrackets(), autocompletion(), python(), annotations, look],
				keymap.of([{ key: 'Mod-Enter', run }, ...closeBracketsKeymap, ...completionKeymap]),
				keymap.of([...historyKeymap, ...defaultKeymap, { key: 'Escape', run: leave }]),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({
					'aria-label': options.label,
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
		focus: () => view.focus(),
		close: () => view.destroy()
	};
}
