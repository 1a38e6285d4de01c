import type { Station } from './stations.ts';

/** How the line is looked at: how close, and what is searched for. */
export class LineView {
	/** `names` gives each stop its title; `dots` shows many stops at once. */
	zoom = $state<'names' | 'dots'>('names');
	search = $state('');
	/** True while the train is out of sight. */
	hereHidden = $state(false);
	/** True where the line is longer than the screen. */
	overflows = $state(false);
	#at = $state(-1);
	#reveal: ((revision: string, focus: boolean) => void) | undefined;
	readonly #stations: () => readonly Station[];

	constructor(stations: () => readonly Station[]) {
		this.#stations = stations;
	}

	/** The stops that match the search, in the order of the line. */
	readonly matches = $derived.by((): readonly string[] => {
		const words = this.search.toLowerCase().split(/\s+/).filter(Boolean);
		if (words.length === 0) return [];
		return this.#stations()
			.filter(({ title, revision, fact }) => {
				const text = `${revision} ${title} ${fact}`.toLowerCase();
				return words.every((word) => text.includes(word));
			})
			.map(({ revision }) => revision);
	});
	readonly found = $derived(new Set(this.matches));

	/** Which match is shown, from 1; 0 before the first. */
	get at(): number {
		return Math.min(this.#at + 1, this.matches.length);
	}

	/** The timeline offers how to bring a stop into view. */
	onreveal(reveal: (revision: string, focus: boolean) => void): void {
		this.#reveal = reveal;
	}

	reveal(revision: string, focus = false): void {
		this.#reveal?.(revision, focus);
	}

	/** Changes the search and shows the first match. */
	find(text: string): void {
		this.search = text;
		this.#at = -1;
		if (this.matches.length > 0) this.showMatch(1);
	}

	/** Shows the match after (1) or before (-1) the one shown; goes round. */
	showMatch(step: 1 | -1, focus = false): void {
		const { length } = this.matches;
		if (length === 0) return;
		this.#at = this.#at < 0 ? (step > 0 ? 0 : length - 1) : (this.#at + step + length) % length;
		this.reveal(this.matches[this.#at]!, focus);
	}

	/** Puts the train back into view. */
	showHere(focus = false): void {
		const here = this.#stations().find((station) => station.here);
		if (here) this.reveal(here.revision, focus);
	}
}
