/** The editor in the page's type and colours, whose tokens reach into its own tree. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const words = HighlightStyle.define([
	{ tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], fontWeight: '650' },
	{ tag: tags.comment, color: 'var(--ink-3)' },
	{ tag: [tags.string, tags.special(tags.string)], color: 'var(--ink-2)' },
	{ tag: [tags.number, tags.definition(tags.function(tags.variableName))], color: 'var(--dim-0)' }
]);

const theme = EditorView.theme({
	'&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent' },
	'&.cm-focused': { outline: 'none' },
	'.cm-scroller': {
		font: '400 0.78rem/1.6 var(--font-mono)',
		scrollbarWidth: 'thin',
		scrollbarColor: 'var(--line-strong) transparent'
	},
	'.cm-content': { padding: '8px 0 16px', caretColor: 'var(--ink)' },
	'.cm-line': { padding: '0 8px 0 2px' },
	'.cm-cursor': { borderLeft: '2px solid var(--ink)' },
	'.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
		backgroundColor: 'color-mix(in oklab, var(--focus) 24%, transparent) !important'
	},
	'.cm-gutters': { border: '0', backgroundColor: 'var(--paper)', color: 'var(--ink-3)' },
	'.cm-lineNumbers .cm-gutterElement': {
		minWidth: '2.1rem',
		padding: '0 0.6rem 0 0',
		fontSize: 'var(--text-xs)'
	},
	'.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
	'.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
		backgroundColor: 'color-mix(in oklab, var(--focus) 18%, transparent)'
	},
	'.running': { boxShadow: 'inset 3px 0 0 var(--light)' },
	'.running.forward': { '--light': 'var(--forward)', backgroundColor: 'var(--forward-tint)' },
	'.running.backward': { '--light': 'var(--backward)', backgroundColor: 'var(--backward-tint)' },
	'.running.update': { '--light': 'var(--ink)', backgroundColor: 'var(--update-tint)' },
	'.shape': {
		marginLeft: '2ch',
		color: 'var(--ink-2)',
		fontSize: 'var(--text-xs)',
		userSelect: 'none'
	},
	'.cm-lintRange-error': {
		backgroundImage: 'none',
		textDecoration: 'underline wavy var(--negative) 1px',
		textUnderlineOffset: '4px'
	},
	'.cm-tooltip': {
		border: '0',
		borderRadius: 'var(--radius-s)',
		backgroundColor: 'var(--raised)',
		boxShadow: 'var(--shadow), 0 0 0 1px var(--line)',
		color: 'var(--ink)'
	},
	'.cm-diagnostic-error': { borderLeft: '3px solid var(--negative)' },
	'.cm-tooltip-autocomplete > ul > li[aria-selected]': {
		backgroundColor: 'var(--ink)',
		color: 'var(--paper)'
	}
});

export const look: Extension = [theme, syntaxHighlighting(words)];
