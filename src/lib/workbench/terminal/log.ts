import type { OutputLine } from '../../command-line/host.ts';

/** One command and all it answered, as the terminal shows it. Plain values. */
export interface LogEntry {
	readonly id: number;
	/** The command as typed, or as a button would type it. */
	readonly command: string;
	/** Whether a person typed it or a button ran it. */
	readonly source: 'typed' | 'button';
	readonly lines: readonly OutputLine[];
	/** Absent while it runs. */
	readonly exitCode?: number;
}

/** How many commands the terminal remembers, and how many lines of one command it shows. */
const logLimit = { entries: 200, lines: 2000 } as const;

/** The log with `entry` at its end, or in place of the entry with the same id; the oldest fall off at the limit. */
export function withEntry(log: readonly LogEntry[], entry: LogEntry): readonly LogEntry[] {
	const at = log.findIndex((other) => other.id === entry.id);
	if (at >= 0) return log.with(at, entry);
	return [...log, entry].slice(-logLimit.entries);
}

/** The entry with more lines. Beyond the limit the oldest go, and the first line says so. */
export function withLines(entry: LogEntry, more: readonly OutputLine[]): LogEntry {
	const lines = [...entry.lines, ...more];
	if (lines.length <= logLimit.lines) return { ...entry, lines };
	const kept = lines.slice(-(logLimit.lines - 1));
	return { ...entry, lines: [{ text: 'Earlier lines are left out.', tone: 'soft' }, ...kept] };
}

/** The id for the next entry of this log. */
export function nextId(log: readonly LogEntry[]): number {
	return (log.at(-1)?.id ?? 0) + 1;
}

/** The whole log as text, for the clipboard. */
export function logText(log: readonly LogEntry[]): string {
	return log
		.map((entry) => [`$ ${entry.command}`, ...entry.lines.map((line) => line.text)].join('\n'))
		.join('\n');
}
