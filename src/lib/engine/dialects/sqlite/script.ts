import { DatabaseError } from '../../database.ts';
import type { StatementRun, Value } from '../../database.ts';
import { placeInStatement } from './failure-place.ts';
import type { RawDatabase, RawStatement, RawStatements, RawValue } from './sql-js.ts';
import { codeEnd, codeStart, statementEnd } from './split.ts';
import type { StructureJournal } from './structure-journal.ts';
import { asDatabaseError, readRow } from './values.ts';

const surrogate = /[\uD800-\uDFFF]/;

/** A script on its way through SQLite's own prepare, which alone decides where each statement ends. */
export class Script {
	readonly #raw: RawDatabase;
	readonly #text: string;
	readonly #sent: string;
	readonly #statements: RawStatements;
	readonly #journal: StructureJournal;
	/** Where the next statement's text begins, the space and comments before it included. */
	#offset = 0;

	/** Throws `DatabaseError` where `text` holds a NUL, at which SQLite would silently stop reading. */
	constructor(raw: RawDatabase, journal: StructureJournal, text: string) {
		const at = text.indexOf('\0');
		if (at >= 0) {
			const message = 'the SQL text holds a NUL character';
			throw new DatabaseError({ message, sql: text, start: 0, end: text.length, at });
		}
		this.#raw = raw;
		this.#journal = journal;
		this.#text = text;
		journal.script(text);
		// Half of a surrogate pair has no UTF-8 form; the replacement is just as long, so that offsets stay true.
		this.#sent = surrogate.test(text) ? text.replace(/\p{Surrogate}/gu, '\uFFFD') : text;
		this.#statements = raw.iterateStatements(this.#sent);
	}

	/**
	 * Runs the next statement to its end, keeping at most `maxRows` of its rows; undefined where there is no
	 * statement left. Throws `DatabaseError`.
	 */
	step(maxRows: number | undefined): StatementRun | undefined {
		const start = codeStart(this.#text, this.#offset);
		try {
			const statement = this.#statements.next().value;
			if (!statement) return undefined;
			this.#offset += this.#lengthOf(statement);
			const end = this.#offset < this.#text.length ? this.#offset : codeEnd(this.#text, start);
			this.#journal.statement(this.#text, start);
			const counts = countsRows(this.#text, start, this.#raw);
			const result = finish(statement, maxRows);
			const rowsChanged = counts() ? this.#raw.getRowsModified() : 0;
			return { sql: this.#text.slice(start, end), start, end, rowsChanged, ...(result && { result }) };
		} catch (error) {
			this.#journal.anything();
			throw this.#placed(error, start);
		}
	}

	/** Lets go of the statement under way. */
	end(): void {
		this.#statements.return();
	}

	#lengthOf(statement: RawStatement): number {
		const { length } = statement.getSQL();
		// sql.js drops a byte-order mark at the start of what it gives back, though of short texts it may not.
		if (this.#sent.charCodeAt(this.#offset) !== 0xfeff) return length;
		return this.#sent.startsWith(statement.getSQL(), this.#offset) ? length : length + 1;
	}

	#placed(error: unknown, start: number): unknown {
		const end = statementEnd(this.#text, start);
		const sql = this.#text.slice(start, end);
		const refused = asDatabaseError(error, { sql, start, end });
		if (!(refused instanceof DatabaseError)) return refused;
		const at = placeInStatement(refused.message, sql, (prefix) => refusalOf(this.#raw, prefix));
		return at === undefined ? refused : new DatabaseError({ ...refused.failure, at: start + at });
	}
}

/** Steps to the end, as sqlite3 does, since a later row may still be refused. */
function finish(statement: RawStatement, maxRows: number | undefined): StatementRun['result'] {
	const rows: Value[][] = [];
	let truncated = false;
	while (statement.step()) {
		if (maxRows === undefined) continue;
		if (rows.length < maxRows) rows.push(readRow(statement));
		else truncated = true;
	}
	const columns = maxRows === undefined ? [] : statement.getColumnNames();
	return columns.length > 0 ? { columns, rows, truncated } : undefined;
}

const writes = /(insert|replace|update|delete)(?![\w$\u0080-\uffff])/iy;
const mayWrite = /with(?![\w$\u0080-\uffff])/iy;

/**
 * Says, once the statement at `start` has run, whether it was one that changes rows: SQLite's count of changed
 * rows is that of the last such statement and says nothing about any other. After WITH it can be either.
 */
export function countsRows(text: string, start: number, raw: RawDatabase): () => boolean {
	writes.lastIndex = start;
	if (writes.test(text)) return () => true;
	mayWrite.lastIndex = start;
	if (!mayWrite.test(text)) return () => false;
	const before = totalChanges(raw);
	return () => totalChanges(raw) !== before;
}

function totalChanges(raw: RawDatabase): RawValue {
	const statement = raw.prepare('SELECT total_changes()');
	try {
		statement.step();
		return statement.get(null)[0] ?? null;
	} finally {
		statement.free();
	}
}

/** What SQLite says when asked to prepare `sql` without running it; undefined where it accepts it. */
function refusalOf(raw: RawDatabase, sql: string): string | undefined {
	try {
		raw.prepare(sql).free();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : undefined;
	}
}
