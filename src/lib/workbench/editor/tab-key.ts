import { indentLess, indentMore } from '@codemirror/commands';
import type { Extension } from '@codemirror/state';
import { EditorView, keymap, ViewPlugin } from '@codemirror/view';

/** What Tab does in an editor: goes on to the next thing on the page, or indents. */
export type TabMeaning = 'leaves' | 'indents';

/**
 * Tab for an editor. Where Tab brought the focus here and nothing was typed or clicked since, Tab goes on, so that
 * nobody is trapped on the way through the page; after that it indents, and Escape and then Tab goes on.
 * `onkeyboard` is told what Tab does while the focus is here because of a key, and undefined when it is not.
 */
export function tabKey(onkeyboard: (tab: TabMeaning | undefined) => void = () => {}): Extension {
	const passing = ViewPlugin.define((view) => new Passing(view, onkeyboard), {
		eventObservers: {
			focus() {
				this.arrive();
			},
			blur() {
				this.say(undefined);
			},
			mousedown() {
				this.say(undefined);
			}
		}
	});
	const unlessPassing = (run: (view: EditorView) => boolean) => (view: EditorView) =>
		view.plugin(passing)?.leaves ? false : run(view);
	return [
		passing,
		keymap.of([{ key: 'Tab', run: unlessPassing(indentMore), shift: unlessPassing(indentLess) }]),
		EditorView.updateListener.of(({ view, transactions }) => {
			if (transactions.some((one) => one.isUserEvent('input') || one.isUserEvent('delete'))) {
				view.plugin(passing)?.typed();
			}
		})
	];
}

/** Whether the focus is only passing through an editor. */
class Passing {
	/** Whether Tab goes on. */
	leaves = false;
	#byTab = false;
	readonly #onkeyboard: (tab: TabMeaning | undefined) => void;
	readonly #page: Document;

	constructor(view: EditorView, onkeyboard: (tab: TabMeaning | undefined) => void) {
		this.#onkeyboard = onkeyboard;
		this.#page = view.dom.ownerDocument;
		this.#page.addEventListener('keydown', this.#key, true);
		this.#page.addEventListener('pointerdown', this.#pointer, true);
	}

	readonly #key = (event: KeyboardEvent): void => {
		this.#byTab = event.key === 'Tab';
	};

	readonly #pointer = (): void => {
		this.#byTab = false;
	};

	arrive(): void {
		if (this.#byTab) this.say('leaves');
	}

	typed(): void {
		if (this.leaves) this.say('indents');
	}

	say(tab: TabMeaning | undefined): void {
		this.leaves = tab === 'leaves';
		this.#onkeyboard(tab);
	}

	destroy(): void {
		this.#page.removeEventListener('keydown', this.#key, true);
		this.#page.removeEventListener('pointerdown', this.#pointer, true);
	}
}
