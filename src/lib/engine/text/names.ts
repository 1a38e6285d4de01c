/** Names in a sentence: `a`, `a and b`, `a, b and c`; of more than eight the first seven and how many more. */
export function names(all: readonly string[], word: 'and' | 'or' = 'and'): string {
	const shown = all.length > 8 ? [...all.slice(0, 7), `${all.length - 7} more`] : all;
	if (shown.length < 2) return shown[0] ?? 'nothing';
	return `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1) ?? ''}`;
}
