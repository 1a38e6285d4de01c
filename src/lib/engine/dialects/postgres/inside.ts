import { DatabaseError } from '../../database.ts';
import type { Database } from '../../database.ts';
import type { Inside, TransactionConflict } from '../dialect.ts';
import type { ParsedStatement } from './parser.ts';
import { statementsIn } from './split.ts';
import { rollBackTo, transactions } from './transactions.ts';

/** A savepoint holds all that a look leaves: locks, settings and failures go with it. */
export const inside: Inside = { reading, refusals, isWriting: ({ code }) => code === '25006' };

const look = 'updown_look';

async function reading<Value>(database: Database, work: () => Promise<Value>): Promise<Value> {
	const isWithin = await began(database);
	try {
		await database.query('SET LOCAL transaction_read_only = on');
		return await work();
	} finally {
		if (isWithin) await rollBackTo(database, look);
		else await transactions.rollback(database);
	}
}

/** Whether there was a transaction to look inside of; otherwise the look has one of its own. */
async function began(database: Database): Promise<boolean> {
	try {
		await database.query(`SAVEPOINT ${look}`);
		return true;
	} catch (error) {
		if (!(error instanceof DatabaseError && error.failure.code === '25P01')) throw error;
		await transactions.begin(database);
		return false;
	}
}

function refusals(sql: string): readonly TransactionConflict[] {
	return statementsIn(sql).flatMap(({ start, end, parsed }) => {
		const why = parsed && whyRefused(parsed);
		if (why === undefined) return [];
		return [
			{
				start,
				end,
				severity: 'error',
				code: 'not-inside-a-step',
				message: `This cannot be run in the middle of a step: it ${why}.`,
				hint: 'Ask with SELECT, or end the step first.'
			} as const
		];
	});
}

function whyRefused({ kind }: ParsedStatement): string | undefined {
	if (kind === 'TransactionStmt') return 'handles transactions, and the step is in one';
	if (['PrepareStmt', 'DeallocateStmt', 'DiscardStmt', 'LoadStmt', 'ListenStmt'].includes(kind))
		return 'changes the session, and that could not be taken back';
	return undefined;
}
