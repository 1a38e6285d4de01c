import type { Database } from '../database.ts';
import type { Problem } from '../problem.ts';
import { tableFates, tableNames, type TableFates } from '../rows/table-fates.ts';
import type { Rename } from '../schema/change.ts';
import type { Schema } from '../schema/model.ts';
import type { Script } from '../schema/script.ts';
import type { RunContext } from './context.ts';
import { driftFrom, expectedSchema } from './drift.ts';
import { said } from './prepared-section.ts';
import { runScripts, type Tried } from './try-scripts.ts';

/** What came of putting a database back; where there is a problem, nothing has changed. */
export type PutBack =
	{ readonly status: 'applied' } | { readonly status: 'failed'; readonly problem: Problem };

/**
 * Runs the script that `undrift` wrote to put the database back, in one transaction, which stays only where the database then
 * is what the folder makes. Must be called outside a transaction.
 */
export async function putBack(
	context: RunContext,
	script: Script,
	openSecond: () => Promise<Database>
): Promise<PutBack> {
	const expected = await expectedSchema(context, openSecond);
	if (!expected.ok) return { status: 'failed', problem: expected.problems[0]! };
	return putBackTo(context.database, script, expected.value);
}

/** Really runs such a script on the rows that are there, looks at what became of them, and undoes it. */
export async function rehearsePutBack(
	database: Database,
	script: Script,
	renames: readonly Rename[]
): Promise<{ readonly tables: readonly TableFates[]; readonly refusal?: Problem }> {
	const { inspector } = database.dialect;
	const trial = await database.dialect.trial(database, { inTransactions: true });
	try {
		const before = await inspector.inspect(trial.database);
		const moment = await trial.moment(script.sql);
		const tried = await runScripts(trial.database, [script], async () => true);
		if (tried.kind !== 'done') return { tables: [], refusal: refusal(database, tried) };
		const after = await inspector.inspect(trial.database);
		return {
			tables: await tableFates(await moment.sides(renames), {
				before: tableNames(before),
				after: tableNames(after)
			})
		};
	} finally {
		await trial.end();
	}
}

/** The same as `putBack` where the structure that the folder makes is already known. */
export async function putBackTo(database: Database, script: Script, expected: Schema): Promise<PutBack> {
	let left: readonly string[] = [];
	const tried = await runScripts(database, [script], async () => {
		const after = await driftFrom(database, expected);
		left = after.kind === 'drifted' ? after.words : [];
		return left.length === 0;
	});
	if (tried.kind !== 'done') return { status: 'failed', problem: refusal(database, tried) };
	return left.length === 0 ? { status: 'applied' } : { status: 'failed', problem: notReached(left) };
}

function refusal({ dialect }: Database, tried: Exclude<Tried, { readonly kind: 'done' }>): Problem {
	const start = { code: 'put-back-refused', severity: 'error' } as const;
	if (tried.kind === 'brokenKeys') {
		return {
			...start,
			message: `The database is as it was: put back, ${tried.keys[0] ?? 'a row would point nowhere'}.`,
			hint: 'Delete or repoint the rows that point nowhere, then put it back.'
		};
	}
	const { message, hint } = dialect.explain(tried.failure);
	return {
		...start,
		message: `The database is as it was: a statement was refused. ${message} ${said(dialect, tried.failure)}`,
		hint
	};
}

function notReached(left: readonly string[]): Problem {
	return {
		code: 'put-back-incomplete',
		severity: 'error',
		message: `The database is as it was: after the script it would still differ from the folder. ${left.slice(0, 3).join(' ')}`,
		hint: 'Look at the differences again: the database may have changed since. Otherwise put it right by hand, in SQL.'
	};
}
