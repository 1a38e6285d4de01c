import { DatabaseError } from '../../database.ts';
import type { Database } from '../../database.ts';
import type { KeptRows } from '../dialect.ts';
import { identifier, literal } from './identifier.ts';
import { reachedBy, relationsIn } from './kept-reach.ts';
import type { Relation } from './kept-reach.ts';
import { leavesRows } from './leaves-rows.ts';
import { tableMarks } from './table-marks.ts';
import { columnsOf, keptCells } from './row-source.ts';

/**
 * Rows are kept in a schema whose name is one of the system's, so that whatever looks for what the users made passes
 * it by. It holds nothing of the users' types: they must be free to change and drop them.
 */
export const keptRows: KeptRows = { keep, forget };

const prefix = 'pg_updown_before_';

/** The schema that holds what is kept under `id`. */
export function keptSchema(id: string): string {
	return identifier(`${prefix}${id}`);
}

/** A larger table is not kept: copying it would be felt at every step. */
const mostBytes = 64 * 1024 * 1024;
/** Of a step that leaves rows alone only smaller tables are kept, for whoever writes into them afterwards. */
const mostBytesLeftAlone = 1024 * 1024;
/** Without a key rows are compared by all that they hold, which takes far longer. */
const mostRowsWithoutKey = 200_000;
/** All kept tables together: they lie in memory, and in the image of the database. */
const mostTogether = 4 * mostBytes;

interface KeptTable extends Pick<Relation, 'oid' | 'name' | 'kind' | 'root'> {
	/** What a query reads its rows from; absent where they are not kept. */
	readonly kept?: string;
	readonly key: readonly string[];
	/** Why its rows are not kept though the step may touch them. */
	readonly reason?: string;
	/** How many rows are kept. */
	readonly count?: number;
	readonly mark: string | undefined;
	readonly shape: string | undefined;
	readonly writes: number | undefined;
	readonly width: number | undefined;
}

async function keep(database: Database, id: string, sql: string): Promise<void> {
	await asOwner(database, async () => {
		const marks = await tableMarks(database);
		const relations = await relationsIn(database);
		const reached = await reachedBy(database, relations, sql);
		const mostOfEach = leavesRows(sql) ? mostBytesLeftAlone : mostBytes;
		const schema = keptSchema(id);
		await database.execute(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}`);
		const tables: KeptTable[] = [];
		let together = 0;
		for (const { oid, name, kind, ...relation } of relations) {
			const { mark, shape, writes, width } = marks.get(oid) ?? {};
			const { root } = relation;
			const table = { oid, name, kind, ...(root && { root }), key: [], mark, shape, writes, width };
			if (!reached.has(oid) || !['r', 'p', 'm'].includes(kind)) {
				tables.push(table);
				continue;
			}
			const full = together + relation.bytes > mostTogether;
			const kept = full
				? { reason: tooMuch }
				: await keepTable(database, schema, { oid, name, kind, ...relation }, mostOfEach);
			if ('kept' in kept) together += relation.bytes;
			tables.push({ ...table, ...kept });
		}
		await writeTables(database, schema, tables);
	});
}

const tooMuch = 'it is one of more tables than are kept at once, 256 MB in all';

async function keepTable(
	database: Database,
	schema: string,
	{ oid, schema: own, bare, bytes }: Relation,
	mostOfEach: number
): Promise<Pick<KeptTable, 'kept' | 'key' | 'count'> | { readonly reason: string }> {
	if (bytes > mostBytes) return { reason: 'it has more than 64 MB' };
	if (bytes > mostOfEach) return { reason: 'the step leaves rows alone, and it has more than 1 MB' };
	const from = `${identifier(own)}.${identifier(bare)}`;
	const { columns, key } = await columnsOf(database, oid);
	const kept = `${schema}.rows_${oid}`;
	const most = key.length > 0 ? undefined : mostRowsWithoutKey;
	await database.query('SAVEPOINT updown_keep');
	try {
		const { rowsMade: count = 0 } = await database.query(
			`CREATE TABLE ${kept} AS SELECT ${keptCells(columns)} FROM ${from}
			${most === undefined ? '' : `LIMIT ${most + 1}`}`
		);
		if (most === undefined || count <= most) return { kept, key, count };
		await database.query('ROLLBACK TO SAVEPOINT updown_keep');
		return { reason: `it has no key and more than ${most.toLocaleString('en')} rows` };
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		await database.query('ROLLBACK TO SAVEPOINT updown_keep');
		return { reason: `PostgreSQL would not give them (${error.message})` };
	} finally {
		await database.query('RELEASE SAVEPOINT updown_keep');
	}
}

async function writeTables(database: Database, schema: string, tables: readonly KeptTable[]): Promise<void> {
	await database.query(
		`CREATE TABLE ${schema}.tables AS
		SELECT *, pg_postmaster_start_time()::text AS started, pg_current_xact_id()::xid AS keeping
		FROM json_to_recordset(${literal(JSON.stringify(tables))}) AS t (oid oid, name text, kind text, root oid,
			kept text, key json, reason text, count int, mark text, shape text, writes int8, width int)`
	);
	// Privileges by default would keep roles from being dropped.
	const { rows } = await database.query(
		`SELECT DISTINCT c.relname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
		FROM pg_class c, aclexplode(c.relacl) a
		WHERE c.relnamespace = ${literal(schema)}::regnamespace AND a.grantee <> c.relowner`
	);
	for (const [table, grantee] of rows) {
		await database.execute(`REVOKE ALL ON ${schema}.${String(table)} FROM ${String(grantee)}`);
	}
}

async function forget(database: Database, id: string | undefined): Promise<void> {
	const { rows } = await database.query(
		`SELECT pg_catalog.quote_ident(nspname) FROM pg_catalog.pg_namespace
		WHERE pg_catalog.starts_with(nspname, $1) AND nspname <> $1 || $2`,
		[prefix, id ?? '']
	);
	if (rows.length === 0) return;
	await asOwner(database, async () => {
		for (const [schema] of rows) await database.execute(`DROP SCHEMA ${String(schema)} CASCADE`);
	});
}

/** Drops what was kept under `id`. */
export async function dropKept(database: Database, id: string): Promise<void> {
	await asOwner(database, () => database.execute(`DROP SCHEMA IF EXISTS ${keptSchema(id)} CASCADE`));
}

/** What is set while rows are kept. */
const settings = [
	'allow_system_table_mods',
	'event_triggers',
	'search_path',
	'default_table_access_method',
	'default_tablespace',
	'synchronize_seqscans'
];

/**
 * Does `work` in a transaction as whom nothing is forbidden, unheard by the users' event triggers. What the
 * database refuses leaves everything as it was: nothing of the users' may fail for this.
 */
async function asOwner(database: Database, work: () => Promise<void>): Promise<void> {
	const { transactions } = database.dialect;
	let begun = false;
	try {
		// What the tables count must be written down before it is read.
		await database.query('SELECT pg_catalog.pg_stat_force_next_flush()');
		await transactions.begin(database);
		begun = true;
		const { rows } = await database.query(
			`SELECT rolname, ${settings.map((name) => `pg_catalog.current_setting('${name}')`).join(', ')}, session_user
			FROM pg_catalog.pg_roles WHERE oid = 10`
		);
		await database.execute(
			`SET TRANSACTION READ WRITE;
			SET LOCAL SESSION AUTHORIZATION ${identifier(String(rows[0]?.[0]))};
			SET LOCAL allow_system_table_mods = on;
			SET LOCAL event_triggers = off;
			SET LOCAL search_path = pg_catalog;
			SET LOCAL default_table_access_method = heap;
			SET LOCAL default_tablespace = '';
			SET LOCAL synchronize_seqscans = off;`
		);
		await work();
		// Where this transaction is within another, what is set for it would stay set.
		const before = rows[0] ?? [];
		for (const [at, name] of settings.entries()) {
			await database.query(`SELECT pg_catalog.set_config('${name}', $1, true)`, [before[at + 1] ?? null]);
		}
		await database.execute(`SET LOCAL SESSION AUTHORIZATION ${identifier(String(before.at(-1)))}`);
		await transactions.commit(database);
	} catch (error) {
		if (begun) await transactions.rollback(database);
		if (!(error instanceof DatabaseError)) throw error;
	}
}
