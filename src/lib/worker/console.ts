import type { Clock } from '../engine/clock.ts';
import { DatabaseError, type Database, type StatementRun, type Value } from '../engine/database.ts';
import type { Dialect } from '../engine/dialects/dialect.ts';
import type { Problem } from '../engine/problem.ts';
import { spanOf } from '../engine/text/place.ts';
import type { ConsoleAnswer } from './protocol.ts';

/** Rows of one result that are kept; the rest is counted as truncated. */
const mostRows = 100_000;

/** Results that can be paged back to. */
const mostResults = 20;

type Rows = readonly (readonly Value[])[];

/** What the console has shown, kept so that it can be paged; the oldest go first. */
export class ConsoleResults {
	readonly #results = new Map<number, Rows>();
	#lastId = 0;

	keep(rows: Rows): number {
		const id = ++this.#lastId;
		this.#results.set(id, rows);
		let total = 0;
		// From the newest back: the newest stays whatever its size.
		for (const [kept, { length }] of [...this.#results].reverse()) {
			total += length;
			if (kept !== id && (total > mostRows || id - kept >= mostResults)) this.#results.delete(kept);
		}
		return id;
	}

	/** Throws where the result is no longer kept. */
	page(id: number, offset: number, limit: number): Rows {
		const rows = this.#results.get(id);
		if (rows === undefined)
			throw new Error('This result is no longer kept. Run the query again to see its rows.');
		return rows.slice(offset, offset + limit);
	}
}

/**
 * Runs ad-hoc SQL one statement at a time, up to the first that is refused, and answers each. What the text
 * leaves behind on the connection is put back and said: a transaction left open is undone, because nothing
 * could be saved while it is open, and foreign keys are enforced or not as the project says.
 */
export async function runConsole(
	database: Database,
	sql: string,
	{ foreignKeys, ...asked }: Asked & { readonly foreignKeys: boolean }
): Promise<readonly ConsoleAnswer[]> {
	const answers = await answersTo(database, sql, asked);
	for (const problem of await putBack(database, foreignKeys)) answers.push({ kind: 'failed', sql, problem });
	return answers;
}

/** Asks the database in the middle of a step: what would write is refused, and nothing is left behind. */
export async function runConsoleInside(
	database: Database,
	sql: string,
	asked: Asked
): Promise<readonly ConsoleAnswer[]> {
	const { inside } = database.dialect;
	const refused = inside.refusals(sql).map(({ start, end, ...refusal }): ConsoleAnswer => {
		const problem = { ...refusal, span: spanOf(sql, start, end) };
		return { kind: 'failed', sql: sql.slice(start, end), problem };
	});
	if (refused.length > 0) return refused;
	const explain: Explain = (failure) =>
		inside.isWriting(failure)
			? {
					message: 'In the middle of a step the console only reads.',
					hint: 'Go on to the end of the step, or give it up, to write by hand.'
				}
			: database.dialect.explain(failure);
	return inside.reading(database, () => answersTo(database, sql, asked, explain));
}

type Explain = Dialect['explain'];

interface Asked {
	readonly pageSize: number;
	readonly results: ConsoleResults;
	readonly clock: Clock;
}

async function answersTo(
	database: Database,
	sql: string,
	{ pageSize, results, clock }: Asked,
	explain: Explain = (failure) => database.dialect.explain(failure)
): Promise<ConsoleAnswer[]> {
	const answers: ConsoleAnswer[] = [];
	let started = clock.elapsed();
	try {
		for await (const run of database.run(sql, { maxRows: mostRows })) {
			const now = clock.elapsed();
			answers.push(answerTo(run, now - started, pageSize, results));
			started = now;
		}
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		const { failure } = error;
		const { message, hint } = explain(failure);
		const said = `${database.dialect.title} says: ${failure.message}`;
		const place = failure.at ?? failure.start;
		answers.push({
			kind: 'failed',
			sql: failure.sql,
			problem: {
				code: 'statement-refused',
				severity: 'error',
				message: message === failure.message ? message : `${message} (${said})`,
				hint,
				span: spanOf(sql, place, Math.max(place, failure.end))
			}
		});
	}
	for (const { start, end, ...caution } of database.dialect.cautions?.(sql) ?? []) {
		const problem = { ...caution, span: spanOf(sql, start, end) };
		answers.push({ kind: 'failed', sql: sql.slice(start, end), problem });
	}
	return answers;
}

function answerTo(
	run: StatementRun,
	durationMs: number,
	pageSize: number,
	results: ConsoleResults
): ConsoleAnswer {
	const { sql, rowsChanged, result } = run;
	if (result === undefined) return { kind: 'done', sql, rowsChanged, durationMs };
	const { columns, rows, truncated } = result;
	const id = results.keep(rows);
	return {
		kind: 'rows',
		sql,
		id,
		columns,
		rows: rows.slice(0, pageSize),
		total: rows.length,
		truncated,
		durationMs
	};
}

async function putBack(database: Database, foreignKeys: boolean): Promise<readonly Problem[]> {
	const { transactions, capabilities } = database.dialect;
	const problems: Problem[] = [];
	if (await endOpenTransaction(database)) {
		problems.push({
			code: 'transaction-left-open',
			severity: 'warning',
			message: 'A transaction was begun and not committed, so its changes are undone.',
			hint: 'Run BEGIN and COMMIT in one go: each run of the console starts and ends outside of a transaction.'
		});
	}
	if (capabilities.switchesForeignKeys && (await transactions.foreignKeys(database)) !== foreignKeys) {
		await transactions.setForeignKeys(database, foreignKeys);
		problems.push({
			code: 'foreign-keys-put-back',
			severity: 'warning',
			message: `Foreign keys are ${foreignKeys ? 'on' : 'off'} again, as the project has them.`,
			hint: 'PRAGMA foreign_keys holds for one run of the console. To change it for good, change the project.'
		});
	}
	return problems;
}

/** Undoes a transaction that is still open and says whether there was one. */
async function endOpenTransaction(database: Database): Promise<boolean> {
	const { transactions } = database.dialect;
	let open = false;
	try {
		// There is no other way to ask that every dialect has: a transaction cannot begin inside another.
		await transactions.begin(database);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		open = true;
	}
	await transactions.rollback(database);
	return open;
}
