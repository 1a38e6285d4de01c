import { RangeSet, StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, type DecorationSet } from '@codemirror/view';

/** A statement of a step that is gone through, by offsets of the text shown. */
export interface StepMark {
	readonly from: number;
	readonly to: number;
	/** `refused`: the next one, which the database did not take. */
	readonly state: 'ran' | 'next' | 'refused' | 'ahead';
}

/** What is shown of a step that is gone through. */
export interface StepMarks {
	readonly marks: readonly StepMark[];
	/** The same in words, for whoever does not see the signs. */
	readonly words: string;
}

const signs: Readonly<Record<StepMark['state'], readonly [string, string]>> = {
	ran: ['✓', 'Has run'],
	next: ['▶', 'Runs next'],
	refused: ['✕', 'Was refused'],
	ahead: ['·', 'Run to here']
};

class Sign extends GutterMarker {
	readonly state: StepMark['state'];

	constructor(state: StepMark['state']) {
		super();
		this.state = state;
	}

	override eq(other: Sign): boolean {
		return other.state === this.state;
	}

	override toDOM(): Node {
		const [sign, title] = signs[this.state];
		const element = document.createElement('span');
		element.textContent = sign;
		element.title = title;
		element.className = `cm-step-${this.state}`;
		return element;
	}
}

const setMarks = StateEffect.define<StepMarks | undefined>();

interface Shown {
	readonly signs: RangeSet<GutterMarker>;
	readonly lines: DecorationSet;
	readonly words: string | undefined;
}

const noSigns: RangeSet<GutterMarker> = RangeSet.of<GutterMarker>([]);
const nothing: Shown = { signs: noSigns, lines: Decoration.none, words: undefined };

const shown = StateField.define<Shown>({
	create: () => nothing,
	update(value, transaction) {
		const effect = transaction.effects.find((one) => one.is(setMarks));
		if (!effect) {
			if (!transaction.docChanged || value === nothing) return value;
			const { changes } = transaction;
			return { ...value, signs: value.signs.map(changes), lines: value.lines.map(changes) };
		}
		const marks: StepMarks | undefined = effect.value;
		if (!marks) return nothing;
		const { doc } = transaction.state;
		const places: Range<GutterMarker>[] = [];
		const lines: Range<Decoration>[] = [];
		for (const { from, to, state } of marks.marks) {
			if (from > doc.length) continue;
			const first = doc.lineAt(from);
			places.push(new Sign(state).range(first.from));
			if (state !== 'next' && state !== 'refused') continue;
			const last = doc.lineAt(Math.min(to, doc.length));
			for (let number = first.number; number <= last.number; number++) {
				lines.push(Decoration.line({ class: `cm-step-line-${state}` }).range(doc.line(number).from));
			}
		}
		return { signs: RangeSet.of(places, true), lines: Decoration.set(lines, true), words: marks.words };
	},
	provide: (field) => [
		EditorView.decorations.from(field, ({ lines }) => lines),
		EditorView.contentAttributes.from(field, ({ words }): Record<string, string> =>
			words === undefined ? {} : { 'aria-description': words }
		)
	]
});

/** Signs beside the statements of a step that is gone through; `onpick` is told the offset of a line whose sign is clicked. */
export function stepMarks(onpick: (offset: number) => void): Extension {
	return [
		shown,
		gutter({
			class: 'cm-steps',
			markers: (view) => view.state.field(shown).signs,
			domEventHandlers: {
				mousedown(view, line) {
					if (view.state.field(shown) === nothing) return false;
					onpick(line.from);
					return true;
				}
			}
		}),
		EditorView.baseTheme({
			'.cm-steps .cm-gutterElement': { padding: '0 2px', cursor: 'pointer' },
			'.cm-step-ran': { color: 'var(--ink-soft)' },
			'.cm-step-ahead': { color: 'var(--ink-soft)', fontWeight: '700' },
			'.cm-step-next': { color: 'var(--accent)' },
			'.cm-step-refused': { color: 'var(--lost)', fontWeight: '700' },
			'.cm-step-line-next': {
				backgroundColor: 'var(--accent-wash)',
				boxShadow: 'inset 3px 0 var(--accent)'
			},
			'.cm-step-line-refused': { backgroundColor: 'var(--lost-wash)', boxShadow: 'inset 3px 0 var(--lost)' }
		})
	];
}

/** Shows these marks in place of those before, and brings the next statement into view. */
export function showStepMarks(view: EditorView, marks: StepMarks | undefined): void {
	const next = marks?.marks.find(({ state }) => state === 'next' || state === 'refused');
	view.dispatch({
		effects: [
			setMarks.of(marks),
			...(next && next.from <= view.state.doc.length
				? [EditorView.scrollIntoView(next.from, { y: 'nearest', yMargin: 40 })]
				: [])
		]
	});
}
