import {
	autocompletion,
	closeBrackets,
	closeBracketsKeymap,
	completionKeymap
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import {
	keywordCompletionSource,
	PostgreSQL,
	schemaCompletionSource,
	SQLite,
	sql,
	type SQLDialect
} from '@codemirror/lang-sql';
import {
	bracketMatching,
	HighlightStyle,
	indentOnInput,
	indentUnit,
	syntaxHighlighting
} from '@codemirror/language';
import { python } from '@codemirror/lang-python';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import {
	drawSelection,
	EditorView,
	highlightActiveLine,
	highlightActiveLineGutter,
	highlightSpecialChars,
	keymap,
	lineNumbers,
	placeholder
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { DialectName } from '../../engine/dialects/dialect.ts';
import type { Schema } from '../../engine/schema/model.ts';
import { pythonLanguage } from './python-language.ts';
import { showStepMarks, stepMarks, type StepMarks } from './step-marks.ts';
import { tabKey, type TabMeaning } from './tab-key.ts';

/** A mistake in the text shown, by offsets. */
export interface Mark {
	readonly from: number;
	readonly to: number;
	readonly severity: 'error' | 'warning';
	readonly message: string;
}

/** What a text is written in. */
export type Language = DialectName | 'python' | 'text';

export interface EditorOptions {
	readonly value: string;
	/** Whose words are words. */
	readonly language: Language;
	readonly label: string;
	readonly readonly: boolean;
	/** The number of the first line. */
	readonly firstLine: number;
	readonly placeholder: string | undefined;
	/** Told what Tab does while the focus is here because of a key, and undefined when it is not. */
	readonly onkeyboard?: (tab: TabMeaning | undefined) => void;
	readonly onchange: (value: string) => void;
	/** Told where the cursor is, whenever it moves or comes. */
	readonly oncursor?: ((offset: number) => void) | undefined;
	/** Told the offset of a statement whose sign was clicked while a step is gone through. */
	readonly onpick?: ((offset: number) => void) | undefined;
	/** Mod-Enter; gets what is selected, or everything. */
	readonly onrun: ((text: string) => void) | undefined;
}

/** An editor that is on the page. */
export interface MountedEditor {
	setValue(value: string): void;
	setMarks(marks: readonly Mark[]): void;
	setSchema(schema: Schema | undefined): void;
	/** With `hasCursor`, the cursor still moves where nothing can be written. */
	setReadonly(readonly: boolean, hasCursor?: boolean): void;
	/** Marks the statements of a step that is gone through. */
	setSteps(steps: StepMarks | undefined): void;
	setFirstLine(line: number): void;
	focus(): void;
	destroy(): void;
}

/** Puts an editor into `parent`. Tab indents once something was typed or clicked; Escape and then Tab leaves. */
export function mountEditor(parent: HTMLElement, options: EditorOptions): MountedEditor {
	const language = new Compartment();
	const writable = new Compartment();
	const numbers = new Compartment();
	const steps = new Compartment();
	const view = new EditorView({
		parent,
		state: EditorState.create({
			doc: options.value,
			extensions: [
				steps.of([]),
				numbers.of(numbered(options.firstLine)),
				highlightSpecialChars(),
				history(),
				drawSelection(),
				indentOnInput(),
				bracketMatching(),
				closeBrackets(),
				autocompletion({ icons: false }),
				highlightActiveLine(),
				highlightActiveLineGutter(),
				indentUnit.of(options.language === 'python' ? '    ' : '  '),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({
					'aria-label': options.label,
					'aria-multiline': 'true',
					// A text that is only read can be scrolled by keys, too.
					tabindex: '0',
					spellcheck: 'false',
					autocapitalize: 'off',
					autocorrect: 'off'
				}),
				options.placeholder === undefined ? [] : placeholder(options.placeholder),
				Prec.high(
					keymap.of([
						{
							key: 'Mod-Enter',
							run: ({ state }) => {
								if (!options.onrun) return false;
								const { from, to, empty } = state.selection.main;
								options.onrun(empty ? state.doc.toString() : state.sliceDoc(from, to));
								return true;
							}
						}
					])
				),
				keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
				tabKey(options.onkeyboard),
				language.of(languageFor(options.language, undefined)),
				writable.of(writing(options.readonly)),
				look(options.language),
				EditorView.updateListener.of((update) => {
					if (update.selectionSet || (update.focusChanged && update.view.hasFocus))
						options.oncursor?.(update.state.selection.main.head);
					if (!update.docChanged || update.transactions.some((one) => one.annotation(fromOutside))) return;
					options.onchange(update.state.doc.toString());
				})
			]
		})
	});
	let schemaShown: Schema | undefined;
	let hasSteps = false;
	/** The mistake that was brought into view; it is not brought again while it only moves. */
	let errorShown: string | undefined;
	return {
		setValue(value) {
			const present = view.state.doc.toString();
			if (value === present) return;
			view.dispatch({ changes: difference(present, value), annotations: fromOutside.of(true) });
		},
		setMarks(marks) {
			const { length } = view.state.doc;
			const diagnostics = marks.map(({ from, to, severity, message }): Diagnostic => {
				const start = Math.min(from, length);
				const end = Math.min(Math.max(to, start + 1), length);
				// At the very end there is nothing to underline but what is before it.
				return { from: Math.min(start, Math.max(0, end - 1)), to: end, severity, message };
			});
			view.dispatch(setDiagnostics(view.state, diagnostics));
			const [first] = diagnostics.filter((one) => one.severity === 'error');
			if (first && first.message !== errorShown) {
				view.dispatch({ effects: EditorView.scrollIntoView(first.from, { y: 'center' }) });
			}
			errorShown = first?.message;
		},
		setSchema(schema) {
			if (schema === schemaShown) return;
			schemaShown = schema;
			view.dispatch({ effects: language.reconfigure(languageFor(options.language, schema)) });
		},
		setReadonly(readonly, hasCursor = false) {
			view.dispatch({ effects: writable.reconfigure(writing(readonly, hasCursor)) });
		},
		setSteps(marks) {
			if (hasSteps !== (marks !== undefined)) {
				hasSteps = marks !== undefined;
				const extension = hasSteps ? stepMarks((offset) => options.onpick?.(offset)) : [];
				view.dispatch({ effects: steps.reconfigure(extension) });
				if (hasSteps && view.hasFocus) options.oncursor?.(view.state.selection.main.head);
			}
			if (marks) showStepMarks(view, marks);
		},
		setFirstLine(line) {
			view.dispatch({ effects: numbers.reconfigure(numbered(line)) });
		},
		focus: () => view.focus(),
		destroy: () => view.destroy()
	};
}

/** Marks a change that did not come from typing, so that it is not reported back. */
const fromOutside = Annotation.define<boolean>();

/** The smallest single replacement that makes one text into the other, so that the cursor stays where it can. */
function difference(from: string, to: string): { from: number; to: number; insert: string } {
	let start = 0;
	const shorter = Math.min(from.length, to.length);
	while (start < shorter && from[start] === to[start]) start++;
	let end = 0;
	while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
	return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) };
}

/** Line numbers as in the file the text is a part of. */
function numbered(firstLine: number): Extension {
	return lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) });
}

function writing(readonly: boolean, hasCursor = false): Extension {
	return [
		EditorState.readOnly.of(readonly),
		EditorView.editable.of(!readonly || hasCursor),
		readonly ? EditorView.contentAttributes.of({ 'aria-readonly': 'true' }) : []
	];
}

const spoken: Readonly<Record<DialectName, SQLDialect>> = { sqlite: SQLite, postgres: PostgreSQL };

function languageFor(name: Language, schema: Schema | undefined): Extension {
	if (name === 'python') return pythonLanguage(schema);
	if (name === 'text') return [];
	const dialect = spoken[name];
	const names: Record<string, string[]> = {};
	for (const object of schema?.objects ?? []) {
		if (object.kind === 'table') names[object.name] = object.columns.map((column) => column.name);
		if ('query' in object) names[object.name] = [...object.columns];
	}
	const config = { dialect, upperCaseKeywords: true, schema: names };
	const support = sql({ dialect, upperCaseKeywords: true });
	return [
		support.language,
		support.language.data.of({ autocomplete: schemaCompletionSource(config) }),
		support.language.data.of({ autocomplete: keywordCompletionSource(dialect, true) })
	];
}

const highlighting = HighlightStyle.define([
	{ tag: tags.keyword, color: 'var(--accent)', fontWeight: '560' },
	{ tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--restored)' },
	{ tag: [tags.string, tags.special(tags.string)], color: 'var(--added)' },
	{ tag: [tags.number, tags.bool, tags.null], color: 'var(--changed)' },
	{ tag: [tags.comment], color: 'var(--ink-soft)', fontStyle: 'italic' },
	{ tag: [tags.operator, tags.punctuation], color: 'var(--ink-soft)' }
]);

const theme = EditorView.theme({
	'&': { height: '100%', backgroundColor: 'transparent', color: 'var(--ink)', fontSize: 'var(--size-2)' },
	'&.cm-focused': { outline: 'none' },
	'.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: 'var(--line-code)', overflow: 'auto' },
	'.cm-content': { padding: '4px 0 12px', caretColor: 'var(--accent)', fontVariantLigatures: 'none' },
	'.cm-line': { padding: '0 8px 0 4px' },
	'.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-soft)', border: '0' },
	'.cm-lineNumbers .cm-gutterElement': { minWidth: '28px', padding: '0 6px 0 4px' },
	'.cm-activeLine': { backgroundColor: 'transparent' },
	'&.cm-focused .cm-activeLine': {
		backgroundColor: 'color-mix(in oklch, var(--accent-wash) 55%, transparent)'
	},
	'.cm-activeLineGutter': { backgroundColor: 'transparent' },
	'&.cm-focused .cm-activeLineGutter': { color: 'var(--accent)', fontWeight: '600' },
	'.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
	'.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
		backgroundColor: 'color-mix(in oklch, var(--accent) 26%, transparent)'
	},
	'.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
		backgroundColor: 'var(--accent-wash)',
		outline: '1px solid var(--accent)'
	},
	'.cm-placeholder': { color: 'var(--ink-soft)' },
	'.cm-tooltip': {
		backgroundColor: 'var(--float)',
		border: '0',
		borderRadius: '8px',
		boxShadow: 'var(--shadow)',
		overflow: 'hidden',
		zIndex: '30'
	},
	'.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-code)', fontSize: 'var(--size-1)' },
	'.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
	'.cm-tooltip-autocomplete > ul > li[aria-selected]': {
		backgroundColor: 'var(--accent)',
		color: 'var(--accent-ink)'
	},
	'.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
	'.cm-diagnostic': { padding: '6px 10px', borderLeftWidth: '4px', fontFamily: 'var(--font-text)' },
	'.cm-diagnostic-error': { borderLeftColor: 'var(--lost)' },
	'.cm-diagnostic-warning': { borderLeftColor: 'var(--changed)' },
	'.cm-lintRange': { backgroundImage: 'none', textDecorationThickness: '2px', textUnderlineOffset: '4px' },
	'.cm-lintRange-error': {
		backgroundColor: 'var(--lost-wash)',
		textDecoration: 'underline wavy var(--lost) 1.5px'
	},
	'.cm-lintRange-warning': { textDecoration: 'underline wavy var(--changed) 1.5px' }
});

/** How every text looks, edited or only shown. */
export function look(language: Language): Extension {
	return [parserOf(language), syntaxHighlighting(highlighting), theme];
}

function parserOf(language: Language): Extension {
	if (language === 'python') return python().language;
	return language === 'text' ? [] : sql({ dialect: spoken[language] }).language;
}
