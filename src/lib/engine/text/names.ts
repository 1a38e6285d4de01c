/** `a`, `a and b`, `a, b and c`; nothing at all is empty. */
export function listed(all: readonly string[], word: 'and' | 'or' = 'and'): string {
	if (all.length < 2) return all.join('');
	return `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1) ?? ''}`;
}

/** Names in a sentence: as `listed`, but of more than eight the first seven and how many more, and `nothing` of none. */
export function names(all: readonly string[], word: 'and' | 'or' = 'and'): string {
	const shown = all.length > 8 ? [...all.slice(0, 7), `${all.length - 7} more`] : all;
	return listed(shown, word) || 'nothing';
}
