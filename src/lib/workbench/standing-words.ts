import type { Loading } from '../worker/protocol.ts';
import type { RevisionGraph } from '../engine/migration/migration.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import { isPartial } from '../engine/run/ledger-problems.ts';
import { count, duration, number } from '../look/numbers.ts';
import type { NextSteps } from './next-steps.ts';
import type { RunProgress } from './run-progress.svelte.ts';

export interface StandingFacts {
	readonly graph: RevisionGraph;
	readonly ledger: readonly LedgerEntry[];
	/** Applied revisions, in the order of application. */
	readonly applied: readonly string[];
	/** How many tables, views and the like there are; the ledger is not counted. */
	readonly objects: number;
	readonly next: NextSteps;
	/** An applied revision whose file is gone, where nothing runs then. */
	readonly gone?: string | undefined;
	/** What people call a revision. */
	readonly nameOf: (revision: string) => string;
}

/** Where the database is and what comes next, for the moment when nothing has just happened. */
export function standingSentence(facts: StandingFacts): string {
	const { graph, ledger, applied, objects, next, nameOf } = facts;
	const partial = ledger.find(isPartial);
	if (partial) return partialSentence(partial, nameOf);
	if (facts.gone !== undefined) return goneSentence(nameOf(facts.gone));
	const up = next.up && nameOf(next.up.revision);
	if (graph.migrations.length === 0 && ledger.length === 0 && objects === 0) {
		return 'No migrations yet. Write the first one.';
	}
	let place = `${number(applied.length)} of ${number(graph.migrations.length)} applied`;
	if (applied.length === 0) {
		place =
			objects === 0
				? 'The database is empty'
				: `No migration counts as applied, though the database has ${count(objects, 'object')}`;
	}
	if (up !== undefined) return `${place}. Next: ${up}`;
	return graph.migrations.length === 0 ? `${place}.` : `${place}. You are at head`;
}

/** Why no step of Alembic's can run. */
export function goneSentence(name: string): string {
	return `${name} is applied, but its file is gone, and Alembic runs nothing without it. Bring it back, or say with stamp --purge where the database is.`;
}

/** What a step that stopped midway has left in the database, and how it goes on. */
export function partialSentence(entry: LedgerEntry, nameOf: (revision: string) => string): string {
	const { revision, state, statementsApplied, statementsTotal } = entry;
	const which = statementsApplied === 1 ? 'statement 1' : `statements 1 to ${number(statementsApplied)}`;
	const stay = `${which} of ${number(statementsTotal)}`;
	return state === 'partial-downgrade'
		? `${nameOf(revision)} has stopped midway down: ${stay} of its downgrade ${statementsApplied === 1 ? 'has' : 'have'} run. Downgrade goes on from there.`
		: `${nameOf(revision)} has stopped midway: ${stay} ${statementsApplied === 1 ? 'is' : 'are'} in the database. Upgrade goes on from there.`;
}

/** What is going on: which step of how many, which statement of it, and for how long. */
export function runningWords(
	run: Pick<RunProgress, 'planned' | 'finished' | 'elapsed' | 'step' | 'line'>,
	nameOf: (revision: string) => string
): string {
	const { planned, step } = run;
	const words = [step ? `Running ${nameOf(step.revision)}` : `Running ${run.line}`];
	if (planned.length > 1) {
		const at = Math.min(run.finished + 1, planned.length);
		words.push(`step ${number(at)} of ${number(planned.length)}`);
	}
	if (step?.statements !== undefined && step.statements > 1 && step.statement <= step.statements) {
		words.push(`statement ${number(step.statement)} of ${number(step.statements)}`);
	}
	return [...words, duration(run.elapsed)].join(' · ');
}

/** How far a database engine has come: `Getting PostgreSQL: 3.2 of 12.4 MB`, and then that it starts. */
export function loadingWords(engine: string, { loaded, total }: Loading): string {
	const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);
	return loaded < total
		? `Getting ${engine}: ${megabytes(loaded)} of ${megabytes(total)} MB`
		: `Starting ${engine}…`;
}
