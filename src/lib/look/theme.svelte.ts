import { resolve } from '$app/paths';

/** `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';

const themes: readonly Theme[] = ['auto', 'light', 'dark'];

/** Namespaced by where the site is served: sites on one origin share storage. `static/theme.js` reads the same key. */
function storageKey(): string {
	return `updown:theme:${new URL(resolve('/'), location.href).pathname}`;
}

/** The colour theme of this browser: applied to the document at once and remembered. */
class ThemeChoice {
	#theme = $state<Theme>('auto');

	get current(): Theme {
		return this.#theme;
	}

	/** Reads what was chosen before; called once on the page. */
	load(): void {
		const stored = readStored();
		this.#theme = themes.find((theme) => theme === stored) ?? 'auto';
	}

	choose(theme: Theme): void {
		this.#theme = theme;
		if (theme === 'auto') document.documentElement.removeAttribute('data-theme');
		else document.documentElement.setAttribute('data-theme', theme);
		try {
			localStorage.setItem(storageKey(), theme);
		} catch {
			// Storage is refused in some private windows; the choice then lasts as long as the page.
		}
	}

	/** auto → light → dark → auto. */
	next(): Theme {
		const theme = themes[(themes.indexOf(this.#theme) + 1) % themes.length] ?? 'auto';
		this.choose(theme);
		return theme;
	}
}

function readStored(): string | null {
	try {
		return localStorage.getItem(storageKey());
	} catch {
		return null;
	}
}

export const theme = new ThemeChoice();
