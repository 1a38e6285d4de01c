import { resolve } from '$app/paths';

/** What a person likes, in this browser, whatever the project. */
interface Preferences {
	/** A plain text field in place of the code editor. */
	readonly plainEditor: boolean;
	/** Show a migration as one text, not as up and down. */
	readonly wholeFile: boolean;
	/** Has taken a step before, so the next one need not invite. */
	readonly hasStepped: boolean;
	/** A downgrade that loses something is shown before it runs. */
	readonly askBeforeLoss: boolean;
	/** How close the line is looked at. */
	readonly zoom: 'names' | 'dots';
}

const first: Preferences = {
	plainEditor: false,
	wholeFile: false,
	hasStepped: false,
	askBeforeLoss: false,
	zoom: 'names'
};

class StoredPreferences {
	#values = $state.raw<Preferences>(first);

	get current(): Preferences {
		return this.#values;
	}

	/** Reads what was stored; called once on the page. Unknown or damaged values are left out. */
	load(): void {
		try {
			const stored: unknown = JSON.parse(localStorage.getItem(storageKey()) ?? '{}');
			if (typeof stored !== 'object' || stored === null) return;
			const known = Object.entries(stored).filter(
				([key, value]) => key in first && typeof value === typeof first[key as keyof Preferences]
			);
			this.#values = { ...first, ...Object.fromEntries(known) };
		} catch {
			// Nothing stored that can be read: the first values hold.
		}
	}

	set(change: Partial<Preferences>): void {
		this.#values = { ...this.#values, ...change };
		try {
			localStorage.setItem(storageKey(), JSON.stringify(this.#values));
		} catch {
			// Storage is refused in some private windows; the choice then lasts as long as the page.
		}
	}
}

/** Namespaced by where the site is served: sites on one origin share storage. */
export function storageKey(name = 'preferences'): string {
	return `updown:${name}:${new URL(resolve('/'), location.href).pathname}`;
}

export const preferences = new StoredPreferences();
