import type { Frame } from '../engine/run/step.ts';
import { describeChanges } from '../engine/schema/describe.ts';
import { counted } from './lines.ts';

/** How many changes are told before the rest is only counted. */
const told = 6;

/** What a step did: the changes in words, the statements it took, the rows it wrote and how long it ran. */
export function evidence(frame: Frame): string {
	const words = describeChanges(frame.changes.slice(0, told));
	const rest = frame.changes.length - words.length;
	if (rest > 0) words.push(`And ${counted(rest, 'more change', 'more changes')}.`);
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
