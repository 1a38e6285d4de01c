import { MediaQuery } from 'svelte/reactivity';
import type { Place } from '../projects/project.ts';
import type { LineView } from './timeline/line-view.svelte.ts';

/** The parts of the screen that keys can jump between. */
export const regions = ['timeline', 'folder', 'editor', 'database', 'terminal'] as const;
export type Region = (typeof regions)[number];

/** What is on the screen: how wide it is, which parts are open, where the focus goes. Nothing of it belongs to a project. */
export class Screen {
	/** Three panes beside each other. */
	readonly wide = new MediaQuery('min-width: 1100px', true);
	/** One pane at a time. */
	readonly narrow = new MediaQuery('max-width: 699.98px', false);
	/** The pane that is shown where there is room for one. */
	tab = $state<Exclude<Region, 'timeline'>>('database');
	/** The folder as a drawer, where it is not a pane. */
	drawer = $state(false);
	readonly line: LineView;
	#setPlace: (place: Partial<Place>) => void;

	constructor(line: LineView, setPlace: (place: Partial<Place>) => void) {
		this.line = line;
		this.#setPlace = setPlace;
	}

	/** Shows a part of the screen, however narrow it is. */
	show(region: Region): void {
		if (region === 'timeline') return;
		if (region === 'terminal' && !this.narrow.current) this.#setPlace({ terminalOpen: true });
		if (this.narrow.current) this.tab = region;
		else if (region === 'folder' && !this.wide.current) this.drawer = true;
	}

	/** Shows it and puts the focus there. */
	async focus(region: Region): Promise<void> {
		this.show(region);
		await new Promise(requestAnimationFrame);
		const part = document.querySelector<HTMLElement>(`[data-region='${region}']`);
		const first = part?.querySelector<HTMLElement>(
			"[data-first-focus], [tabindex='0'], button:not(:disabled), .cm-content, textarea, input, a[href]"
		);
		(first ?? part)?.focus();
	}

	/** The next part on the screen (or the one before), going round. */
	async cycle(step: 1 | -1): Promise<void> {
		const present = regions.filter((region) => document.querySelector(`[data-region='${region}']`));
		const inside = document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region'];
		const at = present.findIndex((region) => region === inside);
		const next = present[(at + step + present.length) % present.length] ?? present[0];
		if (next) await this.focus(next);
	}
}
