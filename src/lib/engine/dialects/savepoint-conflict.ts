import type { TransactionConflict } from './dialect.ts';

const effects = {
	SAVEPOINT: 'marks a place to go back to',
	RELEASE: 'forgets a place to go back to',
	'ROLLBACK TO': 'undoes what came after such a place'
};

/** What is said of a statement that handles savepoints, where the step runs in a transaction of its own. */
export function savepointConflict(name: keyof typeof effects): Omit<TransactionConflict, 'start' | 'end'> {
	return {
		severity: 'error',
		code: 'transaction-in-section',
		message: `${name} ${effects[name]}, but a step stays as a whole or is undone as a whole.`,
		hint: 'Remove it, with the other statements of its savepoint. To handle transactions in the file yourself, write transaction:false after the migrate directive, and BEGIN and COMMIT around them.'
	};
}
