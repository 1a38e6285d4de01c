import type { Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { isPartial } from './ledger-problems.ts';
import { ledgerFor, refused } from './move.ts';
import { rewriteLedger } from './rewrite-ledger.ts';
import type { RunEvent, RunResult } from './step.ts';

/**
 * Puts right what the ledger says of a step that stopped midway: `ran` of its statements are in the database. None makes it a step
 * that never began, all of them one that is done. Nothing is run. One transaction.
 */
export async function* tellRan(
	context: RunContext,
	targets: readonly string[],
	ran: number
): AsyncGenerator<RunEvent, RunResult> {
	// One short transaction: there is nothing to tell on the way.
	yield* [];
	const read = await ledgerFor(context);
	if (!read.ok) return refused(context, [], read.problems);
	const ledger = read.value;
	const entry = ledger.find((one) => isPartial(one) && targets.includes(one.revision));
	if (!entry) return refused(context, ledger, [notMidway(targets)]);
	const { statementsTotal: total, state, revision } = entry;
	if (!Number.isInteger(ran) || ran < 0 || ran > total) return refused(context, ledger, [outOfRange(entry)]);
	const up = state === 'partial-upgrade';
	const stands = up ? ran > 0 : ran < total;
	const whole = ran === 0 || ran === total;
	const told: LedgerEntry = {
		...entry,
		statementsApplied: up || !whole ? ran : total,
		state: whole ? 'applied' : state
	};
	const applied = new Set(appliedOf(ledger));
	if (stands && !(up && !whole)) applied.add(revision);
	else applied.delete(revision);
	return rewriteLedger(context, ledger, {
		applied,
		stamped: [],
		forgotten: stands ? [] : [revision],
		written: stands ? [told] : []
	});
}

function notMidway(targets: readonly string[]): Problem {
	return {
		code: 'not-midway',
		severity: 'error',
		message: `No step of ${targets.join(', ')} has stopped midway, so there is nothing to be said of its statements.`,
		hint: 'To say that the database is at a revision, stamp it without a number of statements.'
	};
}

function outOfRange({ revision, statementsTotal }: LedgerEntry): Problem {
	return {
		code: 'no-such-statement',
		severity: 'error',
		message: `The step of ${revision} has ${statementsTotal} statements.`,
		hint: `Say a number from 0 to ${statementsTotal}.`
	};
}
