/** The words of a line, as a shell cuts it. */
export function wordsOf(line: string): readonly string[] {
	return line.match(/'[^']*'|"[^"]*"|\S+/g)!.map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}
