/** The text with a full stop, where it does not end a sentence by itself (a database's message may). */
export function asSentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
