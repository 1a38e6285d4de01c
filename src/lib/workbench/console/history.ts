/** How many statements the console remembers. */
export const mostRemembered = 200;

/** The history with `sql` as its newest entry; an entry is kept once, at its latest place. Oldest first. */
export function remember(history: readonly string[], sql: string): readonly string[] {
	const entry = sql.trim();
	if (entry === '') return history;
	return [...history.filter((earlier) => earlier !== entry), entry].slice(-mostRemembered);
}

/** Entries that contain every word of `search`, newest first. */
export function recall(history: readonly string[], search: string): string[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	return history.toReversed().filter((entry) => {
		const text = entry.toLowerCase();
		return words.every((word) => text.includes(word));
	});
}
