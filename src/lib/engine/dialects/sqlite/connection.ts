import type { Database, QueryResult, StatementRun, Value } from '../../database.ts';
import type { Dialect } from '../dialect.ts';
import type { OpenOptions } from '../open-options.ts';
import { Script } from './script.ts';
import { loadSqlJs } from './sql-js.ts';
import type { RawDatabase, RawStatement, SqlJs } from './sql-js.ts';
import { nextToken } from './tokens.ts';
import { asDatabaseError, bindsExactly, readRow } from './values.ts';

/** Opens an SQLite database in memory. Throws `DatabaseError` where `image` is not a database. */
export async function openConnection(dialect: Dialect, options: OpenOptions): Promise<Database> {
	const sqlJs = await loadSqlJs(options.locateFile);
	return new SqliteDatabase(dialect, sqlJs, openRaw(sqlJs, options.image, options.foreignKeys ?? false));
}

/** Does `work` while `host` can read the database `guest` under the name `schema`. Both must be open and at rest. */
export async function attachedTo<Value>(
	host: Database,
	guest: Database,
	schema: string,
	work: () => Promise<Value>
): Promise<Value> {
	if (!(guest instanceof SqliteDatabase)) throw new Error('Only a database of this dialect can be attached.');
	await host.query(`ATTACH ? AS ${schema}`, [guest.file]);
	try {
		return await work();
	} finally {
		await host.query(`DETACH ${schema}`);
	}
}

function openRaw(sqlJs: SqlJs, image: Uint8Array | undefined, foreignKeys: boolean): RawDatabase {
	const raw = new sqlJs.Database(image);
	try {
		// The file lives in memory anyway, so a journal file beside it would only cost time.
		const settings = `PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`;
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

/** How many prepared statements of `query` are kept: the engine asks the same few questions at every step. */
const keptStatements = 64;

class SqliteDatabase implements Database {
	readonly dialect: Dialect;
	readonly #sqlJs: SqlJs;
	#raw: RawDatabase;
	/** Prepared statements of `query`, the least recently used first. */
	readonly #prepared = new Map<string, RawStatement>();

	constructor(dialect: Dialect, sqlJs: SqlJs, raw: RawDatabase) {
		this.dialect = dialect;
		this.#sqlJs = sqlJs;
		this.#raw = raw;
	}

	/** Its file, by which another connection can attach it. */
	get file(): string {
		return this.#raw.filename;
	}

	async execute(sql: string): Promise<void> {
		const script = new Script(this.#raw, sql);
		try {
			while (script.step(undefined));
		} finally {
			script.end();
		}
	}

	async *run(sql: string, options: { readonly maxRows?: number } = {}): AsyncGenerator<StatementRun> {
		const script = new Script(this.#raw, sql);
		try {
			for (let run = script.step(options.maxRows); run; run = script.step(options.maxRows)) yield run;
		} finally {
			script.end();
		}
	}

	async query(sql: string, params: readonly Value[] = []): Promise<QueryResult> {
		try {
			const bound = params.filter(bindsExactly);
			const statement = this.#prepare(bound.length === params.length ? sql : withLiterals(sql, params));
			try {
				statement.bind(bound);
				const rows: Value[][] = [];
				while (statement.step()) rows.push(readRow(statement));
				return { columns: statement.getColumnNames(), rows };
			} finally {
				statement.reset();
			}
		} catch (error) {
			throw asDatabaseError(error, { sql, start: 0, end: sql.length });
		}
	}

	async snapshot(): Promise<Uint8Array> {
		return this.#raw.export();
	}

	async restore(image: Uint8Array): Promise<void> {
		const { rows } = await this.query('PRAGMA foreign_keys');
		// The old database is kept until the new one is known to be good.
		const raw = openRaw(this.#sqlJs, image, rows[0]?.[0] === 1);
		this.#forgetPrepared();
		this.#raw.close();
		this.#raw = raw;
	}

	async close(): Promise<void> {
		this.#forgetPrepared();
		this.#raw.close();
	}

	#prepare(sql: string): RawStatement {
		const kept = this.#prepared.get(sql);
		this.#prepared.delete(sql);
		const statement = kept ?? this.#raw.prepare(sql);
		this.#prepared.set(sql, statement);
		if (this.#prepared.size > keptStatements) {
			for (const [oldest, unused] of this.#prepared) {
				unused.free();
				this.#prepared.delete(oldest);
				break;
			}
		}
		return statement;
	}

	#forgetPrepared(): void {
		for (const statement of this.#prepared.values()) statement.free();
		this.#prepared.clear();
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
