/** The text with a full stop, where it does not end a sentence by itself (a database's message may). */
export function asSentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** `table users` → `a table users`, `index by_name` → `an index by_name`. */
export function withArticle(words: string): string {
	return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words}`;
}
