import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import type { DialectName } from '../../engine/dialects/dialect.ts';
import { look } from './codemirror.ts';

/** Puts two texts side by side, what differs marked; both only to be read. Returns what takes them away. */
export function mountComparison(
	parent: HTMLElement,
	dialect: DialectName,
	before: string,
	after: string
): () => void {
	const side = (doc: string, label: string) => ({
		doc,
		extensions: [
			lineNumbers(),
			EditorView.lineWrapping,
			EditorState.readOnly.of(true),
			EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
			look(dialect),
			colours
		]
	});
	const view = new MergeView({
		parent,
		a: side(before, 'The text that was applied'),
		b: side(after, 'The text now'),
		gutter: true,
		collapseUnchanged: { margin: 4, minSize: 8 }
	});
	return () => view.destroy();
}

const colours = EditorView.theme({
	'.cm-collapsedLines': {
		padding: '4px 12px',
		background: 'var(--accent-wash)',
		color: 'var(--accent-strong)',
		fontFamily: 'var(--font-text)',
		fontSize: 'var(--size-1)',
		'&::before, &::after': { content: '"⋯"', margin: '0 6px' }
	},
	'&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--lost-wash)' },
	'&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--added-wash)' },
	'&.cm-merge-a .cm-changedText': {
		background: 'none',
		textDecoration: 'underline 2px var(--lost)',
		textUnderlineOffset: '3px'
	},
	'&.cm-merge-b .cm-changedText': {
		background: 'none',
		textDecoration: 'underline 2px var(--added)',
		textUnderlineOffset: '3px'
	}
});
