/** Where quoted text that begins at `at` ends, past its closing quote. */
function pastQuote(text: string, at: number): number {
	const quote = text.charAt(at);
	for (let i = at + 1; i < text.length; i++) {
		if (text[i] !== quote) continue;
		if (text[i + 1] === quote) i++;
		else return i + 1;
	}
	return text.length;
}

/** An expression as PostgreSQL prints it, without parentheses around the whole of it. */
export function withoutParentheses(text: string): string {
	if (!text.startsWith('(') || !text.endsWith(')')) return text;
	return closing(text, 0) === text.length - 1 ? withoutParentheses(text.slice(1, -1)) : text;
}

/** Where the parenthesis or bracket closes that opens at `at`. */
export function closing(text: string, at: number): number {
	const [open, close] = text[at] === '[' ? '[]' : '()';
	let depth = 0;
	for (let i = at; i < text.length; i++) {
		const char = text[i];
		if (char === "'" || char === '"') i = pastQuote(text, i) - 1;
		else if (char === open) depth++;
		else if (char === close && --depth === 0) return i;
	}
	return text.length;
}

/** A list as PostgreSQL prints it, split at its commas. */
export function splitList(text: string): readonly string[] {
	const items: string[] = [];
	let [start, depth] = [0, 0];
	for (let i = 0; i < text.length; i++) {
		const char = text.charAt(i);
		if (char === "'" || char === '"') i = pastQuote(text, i) - 1;
		else if ('([{'.includes(char)) depth++;
		else if (')]}'.includes(char)) depth--;
		else if (char === ',' && depth === 0) {
			items.push(text.slice(start, i).trim());
			start = i + 1;
		}
	}
	const last = text.slice(start).trim();
	return last === '' ? items : [...items, last];
}
