import type { Change } from '../engine/schema/change.ts';
import { describeChanges } from '../engine/schema/describe.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { Frame, RunResult } from '../engine/run/step.ts';
import { isStash } from '../engine/schema/stash.ts';
import { count } from '../look/numbers.ts';
import type { Notice } from './notice.ts';
import { rowWords } from './row-words.ts';

type RowCounts = Readonly<Record<string, number>>;

export interface ResultFacts {
	readonly command: RunCommand;
	readonly result: RunResult;
	/** Rows by table before and after the run. */
	readonly before: RowCounts;
	readonly after: RowCounts;
	/** What people call a revision. */
	readonly nameOf: (revision: string) => string;
}

/** What a run came to, ready to be said. */
export function resultNotice(facts: ResultFacts): Pick<Notice, 'text' | 'tone' | 'problem'> {
	const { status, steps, problems } = facts.result;
	const failed = steps.find((step) => step.status === 'failed');
	const bad = status === 'failed' || status === 'refused';
	return {
		text: resultSentence(facts),
		tone: bad ? 'bad' : status === 'applied' ? 'good' : 'plain',
		problem: failed?.problem ?? problems.find(({ severity }) => severity === 'error')
	};
}

const shownChanges = 2;

/** What a run came to, in a sentence or two: "Added column `email` to `users`. 1,000 rows kept." */
export function resultSentence(facts: ResultFacts): string {
	const { command, result } = facts;
	const place = placeName(facts);
	switch (result.status) {
		case 'applied':
			if (command.kind !== 'stamp') return done(facts);
			if (command.ran !== undefined) {
				const names = command.targets.map(facts.nameOf).join(' and ');
				return `The ledger now says that ${count(command.ran, 'statement')} of ${names} ${command.ran === 1 ? 'is' : 'are'} in the database. No table was touched.`;
			}
			if (command.moved !== undefined) {
				return `The ledger now calls ${count(command.moved.length, 'migration')} what ${command.moved.length === 1 ? 'its file is' : 'their files are'} called. No table was touched.`;
			}
			return command.accept === true
				? 'Accepted as it is. No table was touched.'
				: `The ledger now says ${place}. No table was touched.`;
		case 'nothing':
			return `Nothing to do: the database is at ${place} already.`;
		case 'stopped':
			return `Stopped. The step under way was undone; the database is at ${place}.`;
		case 'failed': {
			const failed = result.steps.find((step) => step.status === 'failed');
			const finished = result.steps.filter((step) => step.status === 'applied').length;
			const what = failed ? `${facts.nameOf(failed.revision)} failed` : 'The run failed';
			const kept = finished > 0 ? ` ${count(finished, 'step')} before it stayed.` : '';
			return `${what}: ${reason(result)}${kept}`;
		}
		case 'refused':
			return `Nothing was run: ${reason(result)}`;
	}
}

function reason(result: RunResult): string {
	const failed = result.steps.find((step) => step.status === 'failed');
	const problem = failed?.problem ?? result.problems.find(({ severity }) => severity === 'error');
	return problem ? sentence(problem.message) : 'no reason was given.';
}

function done(facts: ResultFacts): string {
	const { result, command } = facts;
	const frames = result.steps.flatMap((step) => (step.status === 'applied' ? [step.frame] : []));
	const rows = rowWords(frames, facts.before, facts.after);
	const [frame] = frames;
	if (frames.length === 1 && frame) {
		const words = describeChanges(frame.changes.toSorted((a, b) => weight(b) - weight(a)));
		const shown = words.slice(0, shownChanges).map(short).map(sentence);
		if (words.length > shownChanges) shown.push(`And ${count(words.length - shownChanges, 'more change')}.`);
		if (words.length === 0) shown.push(rows === '' ? 'The schema and the rows stay as they were.' : '');
		return [...shown, ...emptyColumns(frame), rows].filter(Boolean).join(' ');
	}
	const verb = command.kind === 'upgrade' ? 'Upgraded' : 'Downgraded';
	return [`${verb} ${count(frames.length, 'step')}, to ${placeName(facts)}.`, rows].filter(Boolean).join(' ');
}

/** How early a change is told: that nothing is lost matters more than how, and what follows from a change less than it. */
function weight(change: Change): number {
	if ((change.kind === 'addObject' || change.kind === 'dropObject') && isStash(change.object)) return 2;
	return change.kind === 'alterOptions' && change.from.partitionOf !== change.to.partitionOf ? 1 : 0;
}

/** A downgrade brings back a column, and not what it held. */
function emptyColumns({ direction, tables = [] }: Frame): readonly string[] {
	if (direction !== 'downgrade') return [];
	return tables.flatMap(({ table, rows, columns }) =>
		columns
			.filter(({ fate, gained }) => fate === 'added' && gained === 0 && rows.kept + rows.changed > 0)
			.map(({ name }) => `${table}.${name} holds nothing: its values do not come back with it.`)
	);
}

function placeName({ result, nameOf }: ResultFacts): string {
	return result.current.length === 0 ? 'base' : result.current.map(nameOf).join(' and ');
}

/** A new table without its columns: the panes show them. */
export function short(words: string): string {
	return words.replace(/^(Created table \S+) with .*$/s, '$1.');
}

/** With a full stop at its end. */
function sentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
