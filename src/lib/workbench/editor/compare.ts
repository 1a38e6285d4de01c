import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { look, type Language } from './codemirror.ts';

/** Puts two texts side by side, what differs marked; both only to be read. Returns what takes them away. */
export function mountComparison(
	parent: HTMLElement,
	language: Language,
	before: string,
	after: string,
	labels: readonly [string, string] = ['The text that was applied', 'The text now']
): () => void {
	const side = (doc: string, label: string) => ({ doc, extensions: reading(language, label) });
	const view = new MergeView({
		parent,
		a: side(before, labels[0]),
		b: side(after, labels[1]),
		gutter: true,
		collapseUnchanged: { margin: 4, minSize: 8 }
	});
	return () => view.destroy();
}

/** Shows one text with what is new in it marked, and nothing but the lines around that; only to be read. Returns what takes it away. */
export function mountAdditions(
	parent: HTMLElement,
	language: Language,
	{ before, after, label }: { readonly before: string; readonly after: string; readonly label: string }
): () => void {
	const view = new EditorView({
		parent,
		doc: after,
		extensions: [
			reading(language, label),
			unifiedMergeView({
				original: before,
				mergeControls: false,
				gutter: true,
				highlightChanges: false,
				collapseUnchanged: { margin: 3, minSize: 6 }
			})
		]
	});
	return () => view.destroy();
}

function reading(language: Language, label: string): Extension {
	return [
		lineNumbers(),
		EditorView.lineWrapping,
		EditorState.readOnly.of(true),
		EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
		look(language),
		colours
	];
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
	'&.cm-merge-b .cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--added-wash)' },
	'.cm-deletedChunk': { backgroundColor: 'var(--lost-wash)' },
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
