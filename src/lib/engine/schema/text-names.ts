/** A string, a quoted name or a word, as SQL in normalised form has them. */
const named = /'(?:[^']|'')*'|"((?:[^"]|"")*)"|([\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*)/gu;

/** Every word and quoted name in a normalised SQL text, in lower case: the names it may depend on, and more. */
export function namesIn(text: string): Set<string> {
	const names = new Set<string>();
	for (const [, quoted, word] of text.matchAll(named)) {
		const name = quoted === undefined ? word : quoted.replaceAll('""', '"');
		if (name !== undefined) names.add(name.toLowerCase());
	}
	return names;
}

/**
 * A normalised SQL text with every name bare and these names replaced, for comparing only: two texts that
 * give the same result say the same but for how names are quoted.
 */
export function withNames(text: string, renames: ReadonlyMap<string, string>): string {
	return text.replace(named, (all: string, quoted: string | undefined, word: string | undefined) => {
		const name = quoted === undefined ? word : quoted.replaceAll('""', '"');
		return name === undefined ? all : (renames.get(name.toLowerCase()) ?? name);
	});
}
