import type { Frame } from '../engine/run/step.ts';
import { counted } from './lines.ts';

/** What a step did, as one sentence or a few: the changes in words, the statements it took and how long they ran. */
export function evidence(frame: Frame): string {
	const words: readonly string[] = frame.changes.map((change) => change.kind);
	const rows = frame.statements.reduce((sum, statement) => sum + statement.rowsChanged, 0);
	const facts = [counted(frame.statements.length, 'statement')];
	if (rows > 0) facts.push(`${counted(rows, 'row')} written`);
	facts.push(duration(frame.durationMs));
	const did = words.length > 0 ? words.join(' ') : 'The schema stays as it was.';
	return `${did} (${facts.join(', ')})`;
}

/** `4 ms`, `1.2 s`. */
export function duration(milliseconds: number): string {
	if (milliseconds < 1) return 'under 1 ms';
	if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
	return `${(milliseconds / 1000).toFixed(1)} s`;
}
