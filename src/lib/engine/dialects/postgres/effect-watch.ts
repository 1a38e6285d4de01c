import type { Database, Queryable } from '../../database.ts';
import type { EffectWatch, LockTaken, StatementEffects } from '../../statement-effects.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import { catchingTrigger } from './catch-reach.ts';
import { blockedBy, modeNamed, stronger } from './lock-modes.ts';
import type { LockMode } from './lock-modes.ts';
import { planningOnce } from './planning-once.ts';
import { nameInSchema } from './row-source.ts';
import { lastOfSystem } from './system-oids.ts';

/** What is known of a table that was there before the step. */
interface Known {
	readonly name: string;
	file: string;
	scanned: number;
	/** The strongest lock that is held on it. */
	held: LockMode | undefined;
}

/** How a table on which a lock is held stands now; it has no file where it is gone. */
interface Locked {
	mode: LockMode;
	readonly file: string | undefined;
	readonly scanned: number;
}

/** The lock under which a trigger was made that catches rows is none of the step's. */
const held = `pg_catalog.pg_lock_status() l
	WHERE l.relation > ${lastOfSystem} AND l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
		AND NOT (l.mode = 'ShareRowExclusiveLock' AND EXISTS (SELECT FROM pg_catalog.pg_trigger t
			WHERE t.tgrelid = l.relation AND pg_catalog.starts_with(t.tgname, '${catchingTrigger}')))
		AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`;

const before = `SELECT c.oid::int8, ${nameInSchema}, c.relfilenode::int8::text,
	pg_catalog.pg_stat_get_xact_tuples_returned(c.oid)::int8, l.modes
	FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	LEFT JOIN (SELECT l.relation, pg_catalog.string_agg(l.mode, ' ') AS modes FROM ${held} GROUP BY l.relation) AS l
		ON l.relation = c.oid
	WHERE c.oid > ${lastOfSystem} AND c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname !~ '^(pg_|updown_)'
		AND n.nspname <> 'information_schema' AND c.relname <> '${ledgerTable}'`;

/** Nothing can give a table another file or read its rows without a lock on it, so whatever happened to one is here. */
const locked = `SELECT l.relation::int8, l.mode,
	(SELECT c.relfilenode FROM pg_catalog.pg_class c WHERE c.oid = l.relation)::int8::text,
	pg_catalog.pg_stat_get_xact_tuples_returned(l.relation)::int8
	FROM ${held}`;

/** Keeping the rows from before has read them. */
const read = 'AccessShareLock';

/**
 * Looks after every statement of a step at which locks the session holds (`pg_locks`), which tables lie in another file
 * (`relfilenode`) and how many rows were read: all as PostgreSQL counts it, nothing is read off the statement's text. A lock
 * is held to the end of the transaction, so one that was taken before is not told again; undefined where an earlier step of
 * the same transaction holds some, as they would hide those of this one.
 */
export function watchEffects(database: Database): Promise<EffectWatch | undefined> {
	// A statement may throw away what is prepared, and so may a function that it calls.
	return effectsSeen({ query: async (...asked) => (await planningOnce(database)).query(...asked) });
}

/** The same, with queries that may be prepared already. */
export async function effectsSeen(looking: Queryable): Promise<EffectWatch | undefined> {
	const tables = new Map<number, Known>();
	for (const [oid, name, file, scanned, modes] of (await looking.query(before)).rows) {
		if (modes !== null && modes !== read) return undefined;
		tables.set(Number(oid), {
			name: String(name),
			file: String(file),
			scanned: Number(scanned),
			held: modes === null ? undefined : modeNamed(read)
		});
	}
	return {
		after: async () => effectsOf(await lockedTables(looking, tables)),
		async passOver() {
			for (const [oid, , , scanned] of (await looking.query(before)).rows) {
				const table = tables.get(Number(oid));
				if (table) table.scanned = Number(scanned);
			}
		}
	};
}

async function lockedTables(
	database: Queryable,
	tables: ReadonlyMap<number, Known>
): Promise<ReadonlyMap<Known, Locked>> {
	const found = new Map<Known, Locked>();
	for (const [oid, name, file, scanned] of (await database.query(locked)).rows) {
		const table = tables.get(Number(oid));
		const mode = modeNamed(String(name));
		if (!table || !mode) continue;
		const other = found.get(table);
		if (other) other.mode = stronger(mode, other.mode);
		else
			found.set(table, { mode, file: typeof file === 'string' ? file : undefined, scanned: Number(scanned) });
	}
	return found;
}

/** What is otherwise than when it was last looked at; from now on that is known. */
function effectsOf(found: ReadonlyMap<Known, Locked>): StatementEffects {
	const locks: LockTaken[] = [];
	const rewritten: string[] = [];
	const scanned: { relation: string; rows: number }[] = [];
	for (const [table, now] of found) {
		const { name: relation } = table;
		if (table.held !== now.mode) locks.push({ relation, mode: now.mode, blocks: blockedBy(now.mode) });
		table.held = now.mode;
		if (now.file === undefined) continue;
		if (table.file !== now.file) rewritten.push(relation);
		table.file = now.file;
		if (now.scanned > table.scanned) scanned.push({ relation, rows: now.scanned - table.scanned });
		table.scanned = now.scanned;
	}
	return { locks, rewritten, scanned };
}
