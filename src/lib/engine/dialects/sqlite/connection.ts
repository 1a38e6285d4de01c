import type { Database, QueryRun, StatementRun, Value } from '../../database.ts';
import type { Dialect } from '../dialect.ts';
import type { OpenOptions } from '../open-options.ts';
import { copyPages } from './copy-pages.ts';
import { RowHook } from './row-hook.ts';
import { KeptStatements } from './kept-statements.ts';
import { ScriptRun } from './script-run.ts';
import { countsRows, Script } from './script.ts';
import { loadSqlJs } from './sql-js.ts';
import type { RawDatabase, RawStatement, SqlJs } from './sql-js.ts';
import { codeStart } from './split.ts';
import { StructureJournal } from './structure-journal.ts';
import { nextToken } from './tokens.ts';
import { asDatabaseError, bindsExactly, readRow } from './values.ts';

/** Opens an SQLite database in memory. Throws `DatabaseError` where `image` is not a database. */
export async function openConnection(dialect: Dialect, options: OpenOptions): Promise<Database> {
	const sqlJs = await loadSqlJs(options.locateFile);
	const foreignKeys = options.foreignKeys ?? false;
	return new SqliteDatabase(dialect, sqlJs, openRaw(sqlJs, options.image, foreignKeys), foreignKeys);
}

/**
 * Does `work` while `host` can read the database `guest` under the name `schema`. Both must be open and at rest. Within
 * `work` the same can be asked for again and costs nothing: SQLite reads the whole structure of what it attaches.
 */
export async function attachedTo<Value>(
	host: Database,
	guest: Database,
	schema: string,
	work: () => Promise<Value>
): Promise<Value> {
	if (!(host instanceof SqliteDatabase && guest instanceof SqliteDatabase)) {
		throw new Error('Only a database of this dialect can be attached to another.');
	}
	if (host.guests.get(schema) === guest) return work();
	await host.query(`ATTACH ? AS ${schema}`, [guest.file]);
	host.guests.set(schema, guest);
	try {
		return await work();
	} finally {
		host.guests.delete(schema);
		await host.query(`DETACH ${schema}`);
	}
}

/** The database as it was before the transaction under way, as long as nothing of that has been written to its file. */
export async function committedCopy(database: Database): Promise<Database> {
	if (!(database instanceof SqliteDatabase))
		throw new Error('Only a database of this dialect can be copied.');
	return database.committedCopy();
}

/** What hears which rows are written; undefined where the database is not this dialect's own. */
export function rowHookOf(database: Database): RowHook | undefined {
	return database instanceof SqliteDatabase ? database.rowHook : undefined;
}

/** What is known of the changes to this database's structure; undefined where that is not this dialect's own. */
export function journalOf(database: Database): StructureJournal | undefined {
	return database instanceof SqliteDatabase ? database.journal : undefined;
}

function openRaw(sqlJs: SqlJs, image: Uint8Array | undefined, foreignKeys: boolean): RawDatabase {
	const raw = new sqlJs.Database(image);
	try {
		// The file lives in memory anyway, so a journal file beside it and waiting for a disk would only cost time.
		// Nothing reaches it before the commit, so that what it holds is what a lost connection would leave.
		const settings = `PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_spill = OFF; PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`;
		// Reading the header is what finds out that the bytes are no database.
		for (const statement of statementsOf(raw, `PRAGMA schema_version; ${settings}`)) statement.step();
	} catch (error) {
		raw.close();
		throw asDatabaseError(error, { sql: '', start: 0, end: 0 });
	}
	return raw;
}

function* statementsOf(raw: RawDatabase, sql: string): Generator<RawStatement> {
	const statements = raw.iterateStatements(sql);
	try {
		for (let next = statements.next(); next.value; next = statements.next()) yield next.value;
	} finally {
		statements.return();
	}
}

const onlyReads = /^(?:select|pragma)\b/i;
const never = () => false;

class SqliteDatabase implements Database {
	readonly dialect: Dialect;
	readonly journal = new StructureJournal();
	/** What is attached, by the name it has here. */
	readonly guests = new Map<string, Database>();
	readonly #sqlJs: SqlJs;
	/** Whether they are enforced in a new session. */
	readonly #foreignKeys: boolean;
	#raw: RawDatabase;
	#hook: RowHook | undefined;
	/** What `query` asks again and again. */
	readonly #prepared = new KeptStatements();

	constructor(dialect: Dialect, sqlJs: SqlJs, raw: RawDatabase, foreignKeys = false) {
		this.dialect = dialect;
		this.#sqlJs = sqlJs;
		this.#foreignKeys = foreignKeys;
		this.#raw = raw;
	}

	/** Its file, by which another connection can attach it. */
	get file(): string {
		return this.#raw.filename;
	}

	async execute(sql: string): Promise<void> {
		const script = new Script(this.#raw, this.journal, sql);
		try {
			while (script.step(undefined));
		} finally {
			script.end();
		}
	}

	run(sql: string, options: { readonly maxRows?: number } = {}): AsyncIterableIterator<StatementRun> {
		return new ScriptRun(() => new Script(this.#raw, this.journal, sql), options.maxRows);
	}

	async query(sql: string, params: readonly Value[] = []): Promise<QueryRun> {
		// The engine's own questions name sqlite_schema and write nothing.
		const reads = onlyReads.test(sql);
		if (!reads) this.#note(sql);
		try {
			const isExact = params.every(bindsExactly);
			const text = isExact ? sql : withLiterals(sql, params);
			return this.#prepared.with(this.#raw, text, (statement) => {
				if (params.length > 0) statement.bind(isExact ? params : params.filter(bindsExactly));
				const counts = reads ? never : countsRows(sql, codeStart(sql, 0), this.#raw);
				const rows: Value[][] = [];
				while (statement.step()) rows.push(readRow(statement));
				const rowsChanged = counts() ? this.#raw.getRowsModified() : 0;
				return { columns: this.#prepared.columnsOf(statement, text), rows, rowsChanged };
			});
		} catch (error) {
			this.journal.anything();
			throw asDatabaseError(error, { sql, start: 0, end: sql.length });
		}
	}

	#note(sql: string): void {
		this.journal.script(sql);
		this.journal.statement(sql, codeStart(sql, 0));
	}

	async snapshot(): Promise<Uint8Array> {
		return this.#raw.export();
	}

	async restore(image: Uint8Array): Promise<void> {
		const { rows } = await this.query('PRAGMA foreign_keys');
		// The old database is kept until the new one is known to be good.
		const raw = openRaw(this.#sqlJs, image, rows[0]?.[0] === 1);
		this.#prepared.forget();
		this.#raw.close();
		this.#raw = raw;
		this.journal.anything();
	}

	get rowHook(): RowHook {
		return (this.#hook ??= new RowHook(this.#sqlJs, () => this.#raw, this.journal));
	}

	async committedCopy(): Promise<Database> {
		const reader = new SqliteDatabase(this.dialect, this.#sqlJs, openRaw(this.#sqlJs, undefined, false));
		try {
			return await attachedTo(reader, this, 'original', async () => {
				const { rows } = await reader.query(
					'SELECT page_count * page_size FROM pragma_page_count(?1), pragma_page_size(?1)',
					['original']
				);
				const raw = copyPages(this.#sqlJs, {
					from: reader.#raw,
					schema: 'original',
					size: Number(rows[0]?.[0])
				});
				return new SqliteDatabase(this.dialect, this.#sqlJs, raw);
			});
		} finally {
			await reader.close();
		}
	}

	async cut(): Promise<void> {
		// The pages of a transaction under way are in its cache alone, and its journal in memory.
		const raw = openRaw(this.#sqlJs, await this.#onDisk(), this.#foreignKeys);
		this.#prepared.forget();
		this.#raw.close();
		this.#raw = raw;
		this.journal.anything();
	}

	async #onDisk(): Promise<Uint8Array> {
		const disk = await this.committedCopy();
		try {
			return await disk.snapshot();
		} finally {
			await disk.close();
		}
	}

	async close(): Promise<void> {
		this.#prepared.forget();
		this.#raw.close();
		this.#hook?.dispose();
	}
}

/**
 * Writes the integers sql.js cannot bind exactly into the text, in place of their `?`; the others stay bound.
 */
function withLiterals(sql: string, params: readonly Value[]): string {
	let text = '';
	let index = 0;
	let copied = 0;
	for (let token = nextToken(sql, 0); token; token = nextToken(sql, token.end)) {
		if (sql.slice(token.start, token.end) !== '?') continue;
		const param = params[index++];
		if (param === undefined || bindsExactly(param)) continue;
		text += `${sql.slice(copied, token.start)}(${String(param)})`;
		copied = token.end;
	}
	return text + sql.slice(copied);
}
