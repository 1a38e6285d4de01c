import type { Database, StatementRun } from '../../database.ts';
import type { Transactions } from '../dialect.ts';
import { Borrowed } from './borrowed.ts';
import { rollBackTo, transactions } from './transactions.ts';

const step = 'updown_step';
const statement = 'updown_statement';

/** Transactions of steps, all within one transaction. */
const nested: Transactions = {
	...transactions,
	begin: async (database) => void (await database.query(`SAVEPOINT ${step}`)),
	async commit(database) {
		// What waits for the end of the transaction is checked as COMMIT would, and then waits again as it did.
		await database.query(`SAVEPOINT ${statement}`);
		await database.query('SET CONSTRAINTS ALL IMMEDIATE');
		await rollBackTo(database, statement);
		await database.query(`RELEASE SAVEPOINT ${step}`);
	},
	rollback: (database) => rollBackTo(database, step)
};

/** A database inside a transaction, in which a refused statement undoes no more than itself. */
export class Unspoiled extends Borrowed {
	override async *run(sql: string, options?: { readonly maxRows?: number }): AsyncGenerator<StatementRun> {
		const script = super.run(sql, options)[Symbol.asyncIterator]();
		try {
			for (;;) {
				await this.query(`SAVEPOINT ${statement}`);
				let next: IteratorResult<StatementRun>;
				try {
					next = await script.next();
				} catch (error) {
					await rollBackTo(this, statement);
					throw error;
				}
				await this.query(`RELEASE SAVEPOINT ${statement}`);
				if (next.done) return;
				yield next.value;
			}
		} finally {
			await script.return?.();
		}
	}
}

/** The same inside a transaction of its own, within which steps have theirs. */
export class Within extends Unspoiled {
	/** `end` is what closing it does. */
	constructor(database: Database, end?: () => Promise<void>) {
		super(database, { dialect: { ...database.dialect, transactions: nested }, ...(end && { end }) });
	}
}
