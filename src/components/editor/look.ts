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
	'.cm-lintRange-info': {
		backgroundImage: 'none',
		textDecoration: 'underline dotted var(--negative) 1px',
		textUnderlineOffset: '4px'
	},
	'.cm-diagnostic-info': { borderLeft: '3px solid var(--line-strong)' },
	'.cm-diagnostic-error': { borderLeft: '3px solid var(--negative)' },
	'.cm-tooltip.cm-tooltip-autocomplete': { overflow: 'hidden', padding: '4px' },
	'.cm-tooltip.cm-tooltip-autocomplete > ul': {
		minWidth: 'min(15rem, calc(100vw - 24px))',
		maxWidth: 'min(32rem, calc(100vw - 24px))',
		maxHeight: 'min(19rem, 46vh)',
		font: '400 0.78rem/1.4 var(--font-mono)',
		scrollbarWidth: 'thin',
		scrollbarColor: 'var(--line-strong) transparent'
	},
	'.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
		padding: '4px 8px 5px',
		borderRadius: '3px',
		lineHeight: '1.4'
	},
	'.cm-tooltip-autocomplete > ul > li[aria-selected]': {
		backgroundColor: 'var(--update-tint) !important',
		boxShadow: 'inset 3px 0 0 var(--ink)',
		color: 'var(--ink) !important'
	},
	'.cm-completionLabel': { fontWeight: '600' },
	'.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--forward)' },
	'.cm-completionDetail': { marginLeft: '0', color: 'var(--ink-2)', fontStyle: 'normal' },
	'.note': {
		display: 'block',
		overflow: 'hidden',
		color: 'var(--ink-2)',
		font: '400 var(--text-xs)/1.4 var(--font-sans)',
		textOverflow: 'ellipsis'
	},
	'.hint, .cm-tooltip-lint': { maxWidth: 'min(32rem, calc(100vw - 24px))', padding: '6px 10px' },
	'.hint code': { font: '400 0.78rem/1.5 var(--font-mono)', color: 'var(--ink-2)' },
	'.hint .name': { color: 'var(--ink)', fontWeight: '600' },
	'.hint b': {
		color: 'var(--ink)',
		fontWeight: '700',
		textDecoration: 'underline 2px var(--forward)',
		textUnderlineOffset: '3px'
	},
	'.hint p': {
		margin: '2px 0 0',
		color: 'var(--ink-2)',
		font: '400 var(--text-xs)/1.4 var(--font-sans)'
	}
});

export const look: Extension = [theme, syntaxHighlighting(words)];
