import type { Queryable, QueryResult } from '../../database.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import { actingFunctions, assignedColumns, writesInOneGo } from './plain-writes.ts';
import { columnsFrom, columnsQuery, nameInSchema } from './row-source.ts';
import type { RowSource } from './row-source.ts';
import { lastOfSystem } from './system-oids.ts';

/** A table of which every row that a step writes can be caught. */
export interface CatchableTable extends RowSource {
	readonly oid: number;
	/** As the schema calls it. */
	readonly name: string;
	/** By which verbs its rows may be written. */
	readonly verbs: readonly WritingVerb[];
	/** Whether no row gets another key. */
	readonly keysStay: boolean;
	/** Whether its rows are written in one go, or not at all. */
	readonly once: boolean;
}

export type WritingVerb = 'INSERT' | 'UPDATE' | 'DELETE';

/** Beside the columns of a table whose rows are caught: that there was no such row. */
export const cameColumn = 'updown_came';

/** How the names of the triggers that catch rows begin; they are nobody's business, and gone before the step stands. */
export const catchingTrigger = 'pg_updown_catch';

/** Names that are found among the words of a text; others may be anywhere in it. */
const plainName = `'^[a-zA-Z_][a-zA-Z0-9_$]*$'`;

/** Actions of a foreign key that write the rows that point. */
const acts = `(k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd'))`;

/** After such an action a row points again, and another may follow in the same statement. */
const actsAgain = `k.contype = 'f' AND 'd' IN (k.confdeltype, k.confupdtype)`;

/** What a trigger's function cannot do without one of these words: write, call what does, or keep triggers from firing. */
const doing =
	`E'\\\\m(insert|update|delete|merge|truncate|copy|execute|call|perform|select|into|do|refresh|create|alter|drop|` +
	`lock|set|reset|discard|${actingFunctions})\\\\M|u&"'`;

/** Whether the condition of trigger `t` calls no function; those of operators are not called by name. */
const callsNothing = `coalesce(position(':funcid' IN t.tgqual::text), 0) = 0`;

/** Whether a trigger can be made now that sees every row that is written, and the users' functions stay out of it. */
const canCatch = `pg_catalog.current_setting('is_superuser') = 'on'
	AND pg_catalog.current_setting('session_replication_role') = 'origin'
	AND pg_catalog.current_setting('transaction_read_only') = 'off'
	AND pg_catalog.current_setting('track_counts') = 'on'
	AND pg_catalog.current_setting('default_table_access_method') = 'heap'
	AND EXISTS (SELECT FROM pg_catalog.pg_language WHERE lanname = 'plpgsql' AND oid <= ${lastOfSystem})
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger)
	AND NOT EXISTS (SELECT FROM routine WHERE name IN (SELECT word FROM asked) OR name !~ ${plainName})
	AND NOT EXISTS (SELECT FROM routine JOIN pg_catalog.pg_depend d ON d.refobjid = routine.oid
		WHERE d.refclassid = 'pg_catalog.pg_proc'::regclass
			AND d.classid NOT IN ('pg_catalog.pg_trigger'::regclass, 'pg_catalog.pg_proc'::regclass))`;

/** Whether a table's rows lie in it alone, and nothing of the users' writes rows when they are written. */
const isPlain = `c.relkind = 'r' AND NOT c.relhasrules AND c.relpersistence <> 't'
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent))
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND ${actsAgain})
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND NOT i.indimmediate)
	AND (SELECT pg_catalog.bool_and(a.attgenerated <> 'v' AND a.attname <> '${cameColumn}')
		FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)
	AND coalesce((SELECT pg_catalog.bool_and(NOT pg_catalog.starts_with(t.tgname, '${catchingTrigger}')
			AND ${callsNothing} AND l.lanname = 'plpgsql' AND p.prosrc !~* ${doing}
			AND NOT EXISTS (SELECT FROM routine r WHERE r.oid <> p.oid AND position(r.name IN pg_catalog.lower(p.prosrc)) > 0))
		FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
			JOIN pg_catalog.pg_language l ON l.oid = p.prolang
		WHERE t.tgrelid = c.oid AND NOT t.tgisinternal), true)`;

/** What is asked about is a setting, so that a query has no values and is planned once. */
const asked = `pg_catalog.current_setting('updown.asked')`;

/** The users' functions. What an extension brings in C is none; anything else may have been put into one. */
const routines = `SELECT p.oid, pg_catalog.lower(p.proname) AS name
	FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
	WHERE p.oid > ${lastOfSystem} AND NOT (l.lanname IN ('c', 'internal') AND EXISTS (SELECT FROM pg_catalog.pg_depend e
		WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'))`;

/** Whether nothing of the users' can give a column another value that a statement does not name. */
const isLeftAlone = `(SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) = 0
	AND (SELECT pg_catalog.bool_and(a.attgenerated = '') FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid)`;

const reachQuery = `WITH RECURSIVE
	asked AS (SELECT pg_catalog.unnest(${asked}::text[]) AS word),
	routine AS (${routines}),
	reached AS (
		SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			WHERE c.oid > ${lastOfSystem} AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
				AND (n.nspname !~ '^pg_' OR c.relpersistence = 't')
				AND n.nspname <> 'information_schema' AND c.relname <> '${ledgerTable}'
				AND (pg_catalog.lower(c.relname) IN (SELECT word FROM asked) OR c.relname !~ ${plainName})
		UNION SELECT k.conrelid FROM reached JOIN pg_catalog.pg_constraint k ON k.confrelid = reached.oid
			WHERE k.contype = 'f' AND ${acts}),
	tables AS MATERIALIZED (SELECT c.oid::int8, ${nameInSchema} AS name,
			pg_catalog.format('%I.%I', n.nspname, c.relname) AS called, (${canCatch}) AND ${isPlain} AS can,
			(SELECT pg_catalog.string_agg(k.confrelid::int8::text, ' ') FROM pg_catalog.pg_constraint k
				WHERE k.conrelid = c.oid AND k.contype = 'f' AND ${acts}) AS leads,
			${isLeftAlone} AS alone
		FROM reached CROSS JOIN LATERAL (SELECT * FROM pg_catalog.pg_class o WHERE o.oid = reached.oid OFFSET 0) AS c
			JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace)
	SELECT * FROM tables LEFT JOIN LATERAL (${columnsQuery('ARRAY[tables.oid::oid]')}) AS own ON tables.can
	ORDER BY tables.oid, own.attnum`;

/**
 * The tables whose rows `sql`, which only writes rows, may write, where every one can be caught at the moment it is written, as
 * nothing of the users' writes more on the way. Undefined where it is not so.
 */
export async function catchable(
	planned: Queryable,
	sql: string
): Promise<readonly CatchableTable[] | undefined> {
	const words = wordsIn(sql);
	const found = await asking(planned, reachQuery, words);
	const rows = [...new Map(found.map((row) => [row[0], row])).values()];
	if (rows.length === 0 || rows.some(([, , , can]) => can !== true)) return undefined;
	const pointing = new Map(rows.map(([oid, , , , to]) => [String(oid), to ? String(to).split(' ') : []]));
	if (comesTwice(pointing)) return undefined;
	const sources = columnsFrom(found.map((row) => row.slice(6)));
	const tables: CatchableTable[] = [];
	const assigned = assignedColumns(sql);
	const writesOnce = writesInOneGo(sql);
	for (const [oid, name, from, , to, alone] of rows) {
		const { columns, key } = sources.get(Number(oid)) ?? { columns: [], key: [] };
		const isClear = columns
			.filter((column) => key.includes(column.name))
			.every(
				({ sortable, ofUsers, base, collatedByUsers }) =>
					sortable && !ofUsers && base === undefined && !collatedByUsers
			);
		if (!isClear || columns.length === 0 || columns.length > mostColumns) return undefined;
		const verbs = to === null ? verbsIn(words) : allVerbs;
		const keysStay = to === null && alone === true && !key.some((column) => assigned.has(column));
		tables.push({
			oid: Number(oid),
			name: String(name),
			from: String(from),
			columns,
			key,
			place: [],
			verbs,
			keysStay,
			once: to === null && writesOnce
		});
	}
	return tables;
}

/** A row of more could be too wide for a page with one column beside its own: the widest values that must lie there have 64 bytes. */
const mostColumns = 120;

const allVerbs = ['INSERT', 'UPDATE', 'DELETE'] as const;

/** What may be names, as PostgreSQL cuts them off. */
function wordsIn(sql: string): ReadonlySet<string> {
	const words = sql.toLowerCase().match(/[a-z_][a-z0-9_$]*/g) ?? [];
	return new Set(words.map((word) => word.slice(0, 63)));
}

function verbsIn(words: ReadonlySet<string>): readonly WritingVerb[] {
	return words.has('merge') ? allVerbs : allVerbs.filter((verb) => words.has(verb.toLowerCase()));
}

/** Each word is quoted, as `null` may be a name; none holds a quote. */
async function asking(
	planned: Queryable,
	query: string,
	words: ReadonlySet<string>
): Promise<QueryResult['rows']> {
	const list = [...words].map((word) => `"${word}"`).join(',');
	// With values, if none: what sets something is not worth preparing.
	await planned.query(`SET updown.asked = '{${list}}'`, []);
	return (await planned.query(query)).rows;
}

/**
 * Whether one statement may write a row of a table twice, as foreign keys lead there from one table by two ways: then it is seen
 * in the middle.
 */
function comesTwice(pointing: ReadonlyMap<string, readonly string[]>): boolean {
	return [...pointing.keys()].some((oid) => {
		const met = new Set<string>();
		const meetsAgain = (at: string): boolean => {
			if (met.has(at)) return true;
			met.add(at);
			return (pointing.get(at) ?? []).filter((to) => pointing.has(to)).some(meetsAgain);
		};
		return meetsAgain(oid);
	});
}
