import { DatabaseError, type Database, type StatementFailure } from '../database.ts';
import type { Culprits } from '../rows/culprits.ts';
import type { Script } from '../schema/script.ts';
import { without } from './foreign-keys.ts';

/** Where a trial ended early: at a statement that the database refused, or at rows that pointed nowhere after all. */
export type Tried =
	| { readonly kind: 'done' }
	| {
			readonly kind: 'refused';
			readonly script: number;
			readonly failure: StatementFailure;
			/** The rows at fault, where they could be asked for before all was undone. */
			readonly culprits?: Culprits;
	  }
	| { readonly kind: 'brokenKeys'; readonly script: number; readonly keys: readonly string[] };

/**
 * Runs scripts one after another, each as a step would, on the rows that are there, and takes everything back: the
 * database is as it was, but for the numbers that a sequence gave away, where the database does not take them back. Must
 * be called outside a transaction.
 */
export function tryScripts(database: Database, scripts: readonly Script[]): Promise<Tried> {
	return runScripts(database, scripts, async () => false);
}

/**
 * Runs scripts one after another, each as a step would, in one transaction. What they did stays where all have gone through and
 * `keep`, which looks at it from inside the transaction, says so. Must be called outside a transaction.
 */
export async function runScripts(
	database: Database,
	scripts: readonly Script[],
	keep: () => Promise<boolean>
): Promise<Tried> {
	const { dialect } = database;
	const { transactions } = dialect;
	const enforced = await transactions.foreignKeys(database);
	const looks = enforced && scripts.some(({ foreignKeys }) => !foreignKeys);
	if (looks) await transactions.setForeignKeys(database, false);
	let kept = false;
	try {
		await transactions.begin(database);
		const before = looks ? await transactions.foreignKeyViolations(database) : [];
		for (const [script, { sql }] of scripts.entries()) {
			const failure = await refusalOf(() => database.execute(sql));
			if (failure) {
				// Where a failure spoils the transaction, it cannot be asked.
				const culprits = dialect.unspoiled ? undefined : await dialect.culprits(database, failure);
				return { kind: 'refused', script, failure, ...(culprits && { culprits }) };
			}
			const keys = looks ? without(await transactions.foreignKeyViolations(database), before) : [];
			if (keys.length > 0) return { kind: 'brokenKeys', script, keys };
		}
		if (!(await keep())) return { kind: 'done' };
		const failure = await refusalOf(() => transactions.commit(database));
		if (failure) return { kind: 'refused', script: scripts.length - 1, failure };
		kept = true;
		return { kind: 'done' };
	} finally {
		if (!kept) await transactions.rollback(database);
		if (looks) await transactions.setForeignKeys(database, true);
	}
}

async function refusalOf(work: () => Promise<void>): Promise<StatementFailure | undefined> {
	try {
		await work();
		return undefined;
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return error.failure;
	}
}
