import { DatabaseError } from '../database.ts';
import type { Problem } from '../problem.ts';
import { ledgerTable } from './ledger-entry.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { StepFailure } from './step-run.ts';
import type { StepRun } from './step-run.ts';

/** Writes a step's end into the ledger and makes sure that the ledger then says so. */
export interface LedgerGuard {
	/** Throws `StepFailure` where the ledger did not take it, or where the step changed what it says of others. */
	finish(entry: LedgerEntry): Promise<void>;
}

/** Only a section that names the ledger's table can do anything to it: the others cost nothing here. */
export async function guardLedger(run: StepRun): Promise<LedgerGuard> {
	const { database } = run.context;
	const { ledger } = database.dialect;
	const { direction, migration, section } = run.prepared;
	const others = async () =>
		(await ledger.read(database)).filter(({ revision }) => revision !== migration.revision);
	const isNew = section.transaction && run.entry === undefined;
	const verb = direction === 'downgrade' ? 'remove' : isNew ? 'add' : 'write';
	const before = mentionsLedger(section.sql) ? await others() : undefined;
	return {
		async finish(entry) {
			await keep(run, entry, verb);
			if (!before) return;
			if (JSON.stringify(await others()) !== JSON.stringify(before)) throw new StepFailure(changed(run));
			const stands = (await ledger.read(database)).some(({ revision }) => revision === migration.revision);
			if (stands !== (direction === 'upgrade')) throw new StepFailure(notTaken(run));
		}
	};
}

type LedgerVerb = 'add' | 'write' | 'remove';

/** Writes the row of the step's revision, or removes it. Throws `StepFailure` where that had no effect. */
export async function keep(run: StepRun, entry: LedgerEntry, verb: LedgerVerb = 'write'): Promise<void> {
	const { database } = run.context;
	const { ledger } = database.dialect;
	try {
		const kept = await (verb === 'remove'
			? ledger.remove(database, entry.revision)
			: ledger[verb](database, entry));
		if (!kept) throw new StepFailure(notTaken(run));
	} catch (error) {
		// The table is no longer there, or is another one.
		const isOwnDoing = error instanceof DatabaseError && mentionsLedger(run.prepared.section.sql);
		throw isOwnDoing ? new StepFailure(changed(run)) : error;
	}
}

function mentionsLedger(sql: string): boolean {
	return sql.toLowerCase().includes(ledgerTable);
}

/** What to do where a trigger keeps the ledger from being written. */
export const ledgerNotTaken = {
	code: 'ledger-not-written',
	severity: 'error',
	message: `The ledger did not take what was written into it: a trigger on ${ledgerTable} prevents it.`,
	hint: `Drop the triggers on ${ledgerTable}: only Updown writes that table.`
} as const;

function notTaken({ prepared: { migration, section } }: StepRun): Problem {
	return { ...ledgerNotTaken, file: migration.file, span: section.span };
}

function changed({ prepared: { migration, section } }: StepRun): Problem {
	return {
		code: 'ledger-changed',
		severity: 'error',
		message: `The step changed the ledger (${ledgerTable}) itself, or what it says of other revisions.`,
		hint: `Take the statements that write ${ledgerTable} out of the file: only Updown writes that table. To change what counts as applied, use stamp.`,
		file: migration.file,
		span: section.span
	};
}
