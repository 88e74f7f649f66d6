/** Notes of the page as marks in the editor's text: the running line, shapes at the ends of lines. */
import { type Extension, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { SourceNotes } from './notes.ts';

class Shape extends WidgetType {
	constructor(readonly text: string) {
		super();
	}

	override eq(other: Shape): boolean {
		return other.text === this.text;
	}

	override toDOM(): HTMLElement {
		const shape = document.createElement('span');
		shape.className = 'shape';
		shape.textContent = this.text;
		return shape;
	}
}

function marksOf(doc: Text, { shapes, active }: SourceNotes): DecorationSet {
	const isThere = (line: number) => line >= 1 && line <= doc.lines;
	const ends = [...shapes].filter(([line]) => isThere(line));
	const marks = ends.map(([line, text]) =>
		Decoration.widget({ widget: new Shape(text), side: 1 }).range(doc.line(line).to)
	);
	if (active && isThere(active.line)) {
		const lit = Decoration.line({ class: `running ${active.direction}` });
		marks.push(lit.range(doc.line(active.line).from));
	}
	return Decoration.set(marks, true);
}

const noted = StateEffect.define<SourceNotes>();

/** Replaces all marks. */
export function annotate(view: EditorView, notes: SourceNotes): void {
	view.dispatch({ effects: noted.of(notes) });
}

/** Holds the marks, which move along with the text until the next ones come. */
export const annotations: Extension = StateField.define<DecorationSet>({
	create: () => Decoration.none,
	update: (marks, { changes, effects, state }) => {
		const latest = effects.findLast((effect) => effect.is(noted));
		return latest ? marksOf(state.doc, latest.value) : marks.map(changes);
	},
	provide: (field) => EditorView.decorations.from(field)
});
