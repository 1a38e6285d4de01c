import type { Problem } from '../problem.ts';
import { StepFailure } from './step-run.ts';
import type { StepRun } from './step-run.ts';

/** Foreign keys switched off around a step, where its section asks for it. */
export interface ForeignKeySwitch {
	/** Throws `StepFailure` where the step has left rows that point nowhere and did not before; warns where nothing had enforced it. */
	check(): Promise<void>;
	/** Enforcement as it was; outside a transaction. */
	restore(): Promise<void>;
}

/** Where the step leaves enforcement as it is. */
export const foreignKeysUntouched: ForeignKeySwitch = { check: async () => {}, restore: async () => {} };

/**
 * Switches enforcement off if the section says so. Must be called outside a transaction. Where its first `ran`
 * statements have run earlier, nobody can tell any more which rows pointed nowhere before them, so that every
 * one counts as the step's doing.
 */
export async function switchForeignKeys(run: StepRun, ran: number): Promise<ForeignKeySwitch> {
	const { database } = run.context;
	const { transactions, capabilities } = database.dialect;
	if (run.prepared.section.foreignKeys || !capabilities.switchesForeignKeys) return foreignKeysUntouched;
	const enforced = await transactions.foreignKeys(database);
	const before = ran > 0 ? [] : await transactions.foreignKeyViolations(database);
	if (enforced) await transactions.setForeignKeys(database, false);
	return {
		async check() {
			const added = without(await transactions.foreignKeyViolations(database), before);
			if (added.length === 0) return;
			if (enforced) throw new StepFailure(violation(run, added));
			run.warnings.push(unnoticed(run, added));
		},
		restore: async () => {
			if (enforced) await transactions.setForeignKeys(database, true);
		}
	};
}

/** What `all` has more than `known`; a sentence that stands there twice counts twice. */
export function without(all: readonly string[], known: readonly string[]): readonly string[] {
	const counts = new Map<string, number>();
	for (const sentence of known) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
	return all.filter((sentence) => {
		const count = counts.get(sentence) ?? 0;
		counts.set(sentence, count - 1);
		return count <= 0;
	});
}

const shown = 3;

/** The first of some rows that point nowhere, and how many more there are. */
export function firstOf(violations: readonly string[]): string {
	const more = violations.length > shown ? `; and ${violations.length - shown} more` : '';
	return `${violations.slice(0, shown).join('; ')}${more}`;
}

function unnoticed(run: StepRun, added: readonly string[]): Problem {
	return {
		code: 'foreign-keys-broken',
		severity: 'warning',
		message: `Foreign keys are not enforced, and after the step rows point nowhere: ${firstOf(added)}`,
		hint: 'Copy the rows that are pointed at, or delete or repoint the rows that point.',
		file: run.prepared.migration.file,
		span: run.prepared.section.span
	};
}

function violation(run: StepRun, added: readonly string[]): Problem {
	return {
		code: 'foreign-keys-broken',
		severity: 'error',
		message: `The step ran with foreign keys off, and afterwards rows point nowhere: ${firstOf(added)}`,
		hint: run.prepared.section.transaction
			? 'Copy the rows that are pointed at, or delete or repoint the rows that point, in the same step.'
			: 'Insert by hand the rows that are pointed at, or delete or repoint the rows that point.',
		file: run.prepared.migration.file,
		span: run.prepared.section.span
	};
}
