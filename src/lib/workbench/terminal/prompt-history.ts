/** How many lines are remembered. */
const limit = 500;

/** The history with `line` as its newest; a line that repeats the last one is not kept twice. */
export function remembered(history: readonly string[], line: string): readonly string[] {
	const trimmed = line.trim();
	if (trimmed === '' || trimmed === history.at(-1)) return history;
	return [...history, trimmed].slice(-limit);
}

/** Where a person is while going back through the history; `draft` is what they had typed before. */
export interface Recall {
	/** Counted from the oldest; the history's length stands for the draft. */
	readonly at: number;
	readonly draft: string;
}

/** One line older or newer, with the text to show; undefined at either end. */
export function recalled(
	history: readonly string[],
	from: Recall,
	direction: 'older' | 'newer'
): { readonly recall: Recall; readonly text: string } | undefined {
	const at = from.at + (direction === 'older' ? -1 : 1);
	if (at < 0 || at > history.length) return undefined;
	return { recall: { at, draft: from.draft }, text: history[at] ?? from.draft };
}

/** The newest line older than `before` that contains `query`, upper and lower case alike. */
export function found(
	history: readonly string[],
	query: string,
	before: number
): { readonly at: number; readonly line: string } | undefined {
	const wanted = query.toLowerCase();
	for (let at = Math.min(before, history.length) - 1; at >= 0; at--) {
		const line = history[at]!;
		if (line.toLowerCase().includes(wanted)) return { at, line };
	}
	return undefined;
}
