import type { Database, Queryable } from '../../database.ts';
import type { EffectWatch, LockTaken, StatementEffects } from '../../statement-effects.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import { blockedBy, modeNamed, stronger } from './lock-modes.ts';
import type { LockMode } from './lock-modes.ts';
import { planningOnce } from './planning-once.ts';
import { nameInSchema } from './row-source.ts';

/** What is known of a table that was there before the step. */
interface Known {
	readonly name: string;
	file: string;
	scanned: number;
	/** The strongest lock that is held on it. */
	held: LockMode | undefined;
}

const told = `c.oid::int8, ${nameInSchema}, c.relfilenode::int8::text,
	pg_catalog.pg_stat_get_xact_tuples_returned(c.oid)::int8`;
const ofUsers = `c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname !~ '^(pg_|updown_)'
	AND n.nspname <> 'information_schema' AND c.relname <> '${ledgerTable}'`;

const before = `SELECT ${told} FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE ${ofUsers}`;

const held = `SELECT l.relation::int8, l.mode FROM pg_catalog.pg_locks l
	WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
		AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`;

/**
 * Looks after every statement of `sql` at which locks the session holds (`pg_locks`), which tables lie in another file
 * (`relfilenode`) and how many rows were read: all as PostgreSQL counts it, nothing is read off the statement's text. A lock
 * is held to the end of the transaction, so one that was taken before is not told again; undefined where an earlier step of
 * the same transaction holds some, as they would hide those of this one.
 */
export async function watchEffects(database: Database, sql: string): Promise<EffectWatch | undefined> {
	// What the step throws away cannot be asked again.
	const looking = /\b(?:deallocate|discard)\b/i.test(sql) ? database : await planningOnce(database);
	const tables = new Map<number, Known>();
	for (const [oid, name, file, scanned] of (await looking.query(before)).rows) {
		tables.set(Number(oid), {
			name: String(name),
			file: String(file),
			scanned: Number(scanned),
			held: undefined
		});
	}
	// Keeping the rows from before has read them.
	const earlier = await takeDown(looking, tables);
	if (earlier.some(({ mode }) => mode !== 'ACCESS SHARE')) return undefined;
	return {
		async after(): Promise<StatementEffects> {
			const locks = await takeDown(looking, tables);
			// Nothing can give a table another file or read its rows without a lock on it.
			const isIdle = [...tables.values()].every((table) => table.held === undefined);
			return { locks, ...(isIdle ? nothing : await movedAndRead(looking, tables)) };
		}
	};
}

const nothing = { rewritten: [], scanned: [] };

/** Takes down which locks are held, and gives those that were not before. */
async function takeDown(
	database: Queryable,
	tables: ReadonlyMap<number, Known>
): Promise<readonly LockTaken[]> {
	const taken = new Map<Known, LockMode>();
	for (const [oid, name] of (await database.query(held)).rows) {
		const table = tables.get(Number(oid));
		const mode = modeNamed(String(name));
		if (!table || !mode) continue;
		taken.set(table, stronger(mode, taken.get(table) ?? mode));
	}
	return [...taken].flatMap(([table, mode]) => {
		if (table.held === mode) return [];
		table.held = mode;
		return [{ relation: table.name, mode, blocks: blockedBy(mode) }];
	});
}

async function movedAndRead(
	database: Queryable,
	tables: ReadonlyMap<number, Known>
): Promise<Omit<StatementEffects, 'locks'>> {
	const rewritten: string[] = [];
	const scanned: { relation: string; rows: number }[] = [];
	for (const [oid, , file, returned] of (await database.query(before)).rows) {
		const table = tables.get(Number(oid));
		if (!table) continue;
		if (table.file !== String(file)) rewritten.push(table.name);
		table.file = String(file);
		const rows = Number(returned) - table.scanned;
		table.scanned = Number(returned);
		if (rows > 0) scanned.push({ relation: table.name, rows });
	}
	return { rewritten, scanned };
}
