import { count } from '../../look/numbers.ts';
import type { Halted } from './stepper.svelte.ts';

/** Where a step halts: how many of its statements have run, and whether they are still open. */
export function whereWords({ halt }: Pick<Halted, 'halt'>, nameOf: (revision: string) => string): string {
	const { direction, revision, ran, total, transaction, undone } = halt;
	const step = `the ${direction} of ${nameOf(revision)}`;
	const done =
		ran === 0
			? `none of ${count(total, 'statement')} has run`
			: ran === total
				? `all ${total === 1 ? '' : `${total} `}statements have run`
				: `${ran} of ${total} statements ${ran === 1 ? 'has' : 'have'} run`;
	if (undone) return `In ${step}: the database has ended its transaction. Nothing of it is left.`;
	return transaction
		? `Inside ${step}: ${done === 'all statements have run' ? 'its statement has run' : done}. The transaction is open.`
		: `In the middle of ${step}, which has no transaction: ${done === 'all statements have run' ? 'its statement has run' : done}.`;
}

/** What the statements did that ran last, in a sentence or two; empty where none has. */
export function didWords({ ran, words, isLooked }: Pick<Halted, 'ran' | 'words' | 'isLooked'>): string {
	if (ran.length === 0) return '';
	const rows = ran.reduce((sum, { rowsChanged }) => sum + rowsChanged, 0);
	const shown = words.slice(0, 2).map((sentence) => `${sentence.replace(/\.$/, '')}.`);
	if (words.length > 2) shown.push(`And ${count(words.length - 2, 'more change')}.`);
	if (rows > 0) shown.push(`${count(rows, 'row')} touched.`);
	if (shown.length === 0) shown.push('Neither structure nor rows changed.');
	if (!isLooked) shown.push('The database could not be looked at: what is shown is from before.');
	return shown.join(' ');
}

/** What comes next: which statement, at which line. */
export function nextWords({ halt }: Pick<Halted, 'halt'>): string {
	const { ran, total, ahead, problem, transaction } = halt;
	if (problem || !ahead)
		return problem
			? `Statement ${ran + 1} of ${total} was refused.`
			: transaction
				? 'Continue commits the step.'
				: 'Continue finishes the step.';
	return `Next is statement ${ran + 1} of ${total}, line ${ahead.start.line}.`;
}

/** What giving up would leave, in a sentence. */
export function leftWords({ halt: { ran, transaction, undone } }: Pick<Halted, 'halt'>): string {
	if (undone) return 'There is nothing to take back.';
	if (transaction) return 'Giving up takes back all of it.';
	if (ran === 0) return 'Giving up leaves everything as it is.';
	return `Giving up takes nothing back: ${ran === 1 ? 'the statement' : `the ${ran} statements`} that ran ${ran === 1 ? 'has' : 'have'} stuck, and the ledger says so.`;
}
