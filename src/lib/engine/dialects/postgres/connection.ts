import { DatabaseError } from '../../database.ts';
import type { Database, QueryRun, StatementRun, Value } from '../../database.ts';
import type { Dialect } from '../dialect.ts';
import type { OpenOptions } from '../open-options.ts';
import { archivesFor, archivesOf, creationOf, droppingOf, installArchive, provided } from './extensions.ts';
import { refused } from './failure-place.ts';
import type { Where } from './failure-place.ts';
import { readInNode } from './files.ts';
import { checkImage } from './image.ts';
import { loadParser } from './parser.ts';
import { startPglite } from './pglite.ts';
import type { RawPglite } from './pglite.ts';
import { parameterQuery, readReply, simpleQuery } from './protocol.ts';
import type { Reply } from './protocol.ts';
import { refusedBefore } from './refusals.ts';
import { statementsIn } from './split.ts';
import type { Statement } from './split.ts';
import { readUnlogged, writeUnlogged } from './unlogged-rows.ts';
import { paramOf, resultOf, rowsChangedBy, rowsMadeBy } from './values.ts';

/** Opens a PostgreSQL database in memory. Throws `DatabaseError` where `image` is not a snapshot of one. */
export async function openConnection(dialect: Dialect, options: OpenOptions): Promise<Database> {
	if (options.image) await checkImage(options.image);
	const [raw] = await Promise.all([startPglite(options), loadParser(options.readFile)]);
	const database = new PostgresDatabase(dialect, raw, options);
	await database.makeReady();
	if (options.image) await readUnlogged(database);
	return database;
}

/**
 * One PGlite with PostgreSQL's protocol spoken to it directly: each call is answered before it returns, so no two
 * statements can get mixed up, and a reply holds what PGlite's own verbs leave out (tags, places, SQLSTATEs).
 */
class PostgresDatabase implements Database {
	readonly dialect: Dialect;
	extensions: readonly string[];
	sent = 0;
	readonly #options: Pick<OpenOptions, 'readFile' | 'compileFile'>;
	#raw: RawPglite;
	/** Archives of extensions unpacked into the instance. */
	#installed = new Set<string>();

	constructor(dialect: Dialect, raw: RawPglite, { readFile, compileFile, extensions = [] }: OpenOptions) {
		this.dialect = dialect;
		this.extensions = provided(extensions);
		this.#raw = raw;
		this.#options = { ...(readFile && { readFile }), ...(compileFile && { compileFile }) };
	}

	async execute(sql: string): Promise<void> {
		for (const statement of statementsIn(sql)) await this.#runStatement(statement, 0);
	}

	async *run(sql: string, { maxRows }: { readonly maxRows?: number } = {}): AsyncGenerator<StatementRun> {
		for (const statement of statementsIn(sql)) {
			const reply = await this.#runStatement(statement, maxRows ?? 0);
			const { sql: text, start, end } = statement;
			// COPY … TO counts the rows it gives away.
			const copiesOut = statement.parsed?.kind === 'CopyStmt' && statement.parsed.node.is_from !== true;
			yield {
				sql: text,
				start,
				end,
				rowsChanged: copiesOut ? 0 : rowsChangedBy(reply.tag),
				...(maxRows !== undefined &&
					reply.columns && { result: { ...resultOf(reply), truncated: reply.rowCount > maxRows } })
			};
		}
	}

	async query(sql: string, params: readonly Value[] = []): Promise<QueryRun> {
		const where = { sql, start: 0, end: sql.length };
		await this.#prepareFor(where);
		const reply = await this.#send(parameterQuery(sql, params.map(paramOf)), where, Number.MAX_SAFE_INTEGER);
		// BEGIN inside a transaction and ROLLBACK outside of one only warn, and who asks here must know.
		const warning = reply.notices.find(({ C }) => C === '25001' || C === '25P01');
		if (warning) throw refused(warning, where);
		return {
			...resultOf(reply),
			rowsChanged: rowsChangedBy(reply.tag),
			...(!reply.columns && { rowsMade: rowsMadeBy(reply.tag) })
		};
	}

	/** What belongs to the session is not in it. */
	async snapshot(): Promise<Uint8Array> {
		const emptied = await writeUnlogged(this);
		// What is not in the files yet is written into them, and the log up to here is not needed any more.
		await this.query('CHECKPOINT');
		const dump = await this.#raw.dumpDataDir('none');
		await emptied();
		return new Uint8Array(await dump.arrayBuffer());
	}

	async restore(image: Uint8Array): Promise<void> {
		await checkImage(image);
		// Two instances take hundreds of megabytes, so the old one goes before the new one comes.
		await this.#raw.close();
		this.#raw = await startPglite({ ...this.#options, image });
		this.#installed = new Set();
		await this.makeReady();
		await readUnlogged(this);
	}

	async cut(): Promise<void> {
		// Its files as they lie there, log included: PostgreSQL starts from them as after a crash.
		const dump = await this.#raw.dumpDataDir('none');
		const image = new Uint8Array(await dump.arrayBuffer());
		await this.#raw.close();
		this.#raw = await startPglite({ ...this.#options, image });
		this.#installed = new Set();
		await this.makeReady();
	}

	async setExtensions(names: readonly string[]): Promise<void> {
		const wanted = provided(names);
		const gone = this.extensions.filter((name) => !wanted.includes(name));
		await this.query('BEGIN');
		try {
			await this.execute(droppingOf(gone) + creationOf(wanted));
			await this.query('COMMIT');
		} catch (error) {
			await this.query('ROLLBACK');
			throw error;
		}
		this.extensions = wanted;
	}

	async close(): Promise<void> {
		await this.#raw.close();
	}

	async lend(text: string): Promise<(messages: Uint8Array) => Uint8Array> {
		await this.#install(archivesFor(text));
		return (messages) => {
			this.sent++;
			return this.#raw.execProtocolRawSync(messages);
		};
	}

	/** Unpacks what the extensions in the database need to be used, and makes those that the project has. */
	async makeReady(): Promise<void> {
		const { rows } = await this.query('SELECT extname FROM pg_catalog.pg_extension');
		const present = rows.map(([name]) => String(name));
		await this.#install(archivesOf(present));
		await this.execute(creationOf(this.extensions.filter((name) => !present.includes(name))));
	}

	async #runStatement(statement: Statement, maxRows: number): Promise<Reply> {
		const { sql, start, end } = statement;
		const refusal = refusedBefore(statement);
		if (refusal) throw refusal;
		await this.#prepareFor({ sql, start, end });
		return this.#send(simpleQuery(sql), { sql, start, end }, maxRows);
	}

	async #prepareFor(where: Where): Promise<void> {
		const nul = where.sql.indexOf('\0');
		if (nul !== -1) {
			// PostgreSQL would stop reading there.
			const message = 'invalid byte sequence for encoding "UTF8": 0x00';
			throw new DatabaseError({ message, code: '22021', ...where, at: where.start + nul });
		}
		await this.#install(archivesFor(where.sql));
	}

	async #install(archives: readonly string[]): Promise<void> {
		for (const archive of archives) {
			if (this.#installed.has(archive)) continue;
			await installArchive(this.#raw, archive, this.#options.readFile ?? readInNode);
			this.#installed.add(archive);
		}
	}

	async #send(messages: Uint8Array, where: Where, maxRows: number): Promise<Reply> {
		this.sent++;
		const reply = readReply(this.#raw.execProtocolRawSync(messages), maxRows);
		if (!reply.whole) {
			// Deep in a recursion not even the error can be raised, and PostgreSQL ends as in a crash: it starts again from its files.
			await this.cut();
			const M = 'stack depth limit exceeded, so that PostgreSQL broke off and was started again';
			throw refused({ M, C: '54001' }, where);
		}
		if (reply.error) throw refused(reply.error, where);
		// COMMIT of a transaction in which something failed undoes it and does not call that an error.
		if (reply.tag === 'ROLLBACK' && /^\s*(?:commit|end)\b/i.test(where.sql)) {
			throw refused({ M: 'the transaction has failed and was rolled back', C: '25P02' }, where);
		}
		return reply;
	}
}
