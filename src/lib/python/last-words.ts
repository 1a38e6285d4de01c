/** What a traceback comes to: its last line that is not indented, e.g. `ValueError: no`. */
export function lastWordsOf(said: string): string {
	const lines = said.trimEnd().split('\n');
	const named = lines.findLast((line) =>
		/^(Fatal Python error:|(\w+\.)*\w*(Error|Exception|Interrupt|Warning|Exit)\b)/.test(line)
	);
	return named ?? lines.at(-1) ?? '';
}
