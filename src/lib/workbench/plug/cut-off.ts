import type { RunCommand } from '../../engine/run/command.ts';
import type { LedgerEntry } from '../../engine/run/ledger-entry.ts';
import { isPartial } from '../../engine/run/ledger-problems.ts';
import type { PulledPlug } from '../../engine/run/pull-plug.ts';
import type { RunResult } from '../../engine/run/step.ts';
import type { CutOff } from '../../projects/project.ts';

/** What is left of a step that was cut off once a command has run: nothing where that was a way out to its end. */
export function cutOffAfter(
	cutOff: CutOff | undefined,
	command: RunCommand,
	{ status, steps }: RunResult,
	ledger: readonly LedgerEntry[]
): CutOff | undefined {
	const revision = cutOff?.pulled.revision;
	if (ledger.some((entry) => entry.revision === revision && isPartial(entry))) return cutOff;
	const isDone =
		ledger.some((entry) => entry.revision === revision) === (cutOff?.pulled.direction === 'upgrade');
	// Where nothing remains, any step that stands is a way on.
	const isLeft = cutOff?.pulled.own.remain === 0 && steps.some((step) => step.status === 'applied');
	const isStamped = command.kind === 'stamp' && status === 'applied';
	return isDone || isLeft || isStamped ? undefined : cutOff;
}

/** Which step was cut off, where, and what that left, as two sentences. */
export function cutOffWords(
	{ direction, revision, statement, after, total, own, statements }: PulledPlug,
	entry: LedgerEntry | undefined,
	nameOf: (revision: string) => string
): { readonly where: string; readonly left: string } {
	const where = `The ${direction} of ${nameOf(revision)} was cut off ${after ? 'right after' : 'during'} statement ${statement} of ${total}.`;
	if (own.remain === 0) return { where, left: 'Nothing of it remains.' };
	const told = entry && isPartial(entry) ? entry.statementsApplied : 0;
	const remains = `${own.remain} of its ${total} statements ${own.remain === 1 ? 'is' : 'are'} in the database`;
	// Where the tools ran them, they have a ledger of their own.
	const ledger = statements ? '`alembic_version`' : 'the ledger';
	return {
		where,
		left:
			told < own.remain
				? `${remains}, and ${ledger} knows of ${told === 0 ? 'none' : told}.`
				: `${remains}, and ${ledger} says so.`
	};
}
