const named = /^(Fatal Python error:|FAILED:|(\w+\.)*\w*(Error|Exception(Group)?|Interrupt|Warning|Exit)\b)/;

/** What a traceback comes to: its last line that is not indented, e.g. `ValueError: no`; of a group of them, the group’s own. */
export function lastWordsOf(said: string): string {
	const lines = said.trimEnd().split('\n');
	const plain = lines.map((line) => line.replace(/^ {2}\| (?=\S)/, ''));
	return plain.findLast((line) => named.test(line)) ?? lines.at(-1) ?? '';
}

/** Why Alembic's own command failed, as it prints it to its standard output, on one line; empty where it did not. */
export function failedWordsIn(printed: string): string {
	const [found = ''] = /^ *FAILED: .*(?:\n +\S.*)*/m.exec(printed) ?? [];
	return found.trim().replace(/\s*\n\s*/g, ' ');
}
