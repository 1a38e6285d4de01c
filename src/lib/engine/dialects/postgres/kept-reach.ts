import type { Database } from '../../database.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import { inUserSchema } from './objects/records.ts';
import { nameInSchema } from './row-source.ts';
import { lastOfSystem } from './system-oids.ts';

/** A relation with rows, as keeping them needs to know it. */
export interface Relation {
	readonly oid: number;
	/** As the schema calls it. */
	readonly name: string;
	readonly schema: string;
	readonly bare: string;
	/** As `pg_class.relkind` has it. */
	readonly kind: string;
	/** Of the table with its partitions and children, without indexes. */
	readonly bytes: number;
	/** The table that it is a part of, at the top; absent where it is no partition. */
	readonly root?: number;
}

/** Every table and view of the users but the ledger. */
export async function relationsIn(database: Database): Promise<readonly Relation[]> {
	const { rows } = await database.query(
		`WITH RECURSIVE tree AS (
			SELECT oid AS root, oid FROM pg_class WHERE oid > ${lastOfSystem} AND relkind IN ('r', 'p', 'm')
			UNION SELECT tree.root, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid),
		size AS (SELECT root, sum(pg_table_size(oid)) AS bytes FROM tree GROUP BY root)
		SELECT c.oid, ${nameInSchema}, n.nspname, c.relname, c.relkind, coalesce(size.bytes, 0)::int8,
			CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid END
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN size ON size.root = c.oid
		WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND ${inUserSchema}
			AND c.relname <> '${ledgerTable}'
		ORDER BY c.oid`
	);
	return rows.map(([oid, name, schema, bare, kind, bytes, root = null]) => ({
		oid: Number(oid),
		name: String(name),
		schema: String(schema),
		bare: String(bare),
		kind: String(kind),
		bytes: Number(bytes),
		...(root !== null && { root: Number(root) })
	}));
}

/** Dynamic SQL: what it names cannot be read from the text. `EXECUTE FUNCTION` of a trigger is none. */
const dynamic = /\bexecute\b(?!\s+(?:function|procedure|on)\b)/i;

/** Words without which no statement changes a table through a type or what else its columns are made of. */
const typeWords = /\b(?:type|domain|extension|collation)\b/i;

/**
 * The relations whose rows `sql` may touch: those it names, and those that what it names leads to: triggers and the
 * functions they call, actions of foreign keys, partitions and parents, tables under views. More rather than less,
 * and still a guess: a function that nobody names here may write anywhere.
 */
export async function reachedBy(
	database: Database,
	relations: readonly Relation[],
	sql: string
): Promise<ReadonlySet<number>> {
	const links = await linksIn(database, /\btruncate\b/i.test(sql));
	const functions = await functionsIn(database);
	const reached = new Set<number>();
	const everything = (text: string): boolean => {
		if (dynamic.test(text)) return true;
		const names = namesIn(text);
		for (const { oid, bare } of relations) if (names(bare)) reached.add(oid);
		for (const { oid, name } of functions.values()) if (names(name)) reached.add(oid);
		return false;
	};
	const all = () => new Set(relations.map(({ oid }) => oid));
	if (everything(sql)) return all();
	const names = namesIn(sql);
	if (/\bschema\b/i.test(sql)) {
		for (const { oid, schema } of relations) if (names(schema)) reached.add(oid);
	}
	if (typeWords.test(sql)) for (const oid of await madeOf(database, names)) reached.add(oid);
	for (const event of await eventFunctions(database)) reached.add(event);
	// The set grows while it is walked.
	for (const oid of reached) {
		for (const next of links.get(oid) ?? []) reached.add(next);
		const called = functions.get(oid);
		if (called && everything(called.body)) return all();
	}
	return reached;
}

const word = /[\p{L}_][\p{L}\p{N}_$]*/gu;

/** Tells whether a text names something, in whatever case: strings, comments and bodies count too. */
function namesIn(text: string): (name: string) => boolean {
	const lower = text.toLowerCase();
	const words = new Set(lower.match(word));
	return (name) => {
		const small = name.toLowerCase();
		if (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(small)) return words.has(small);
		return lower.includes(small) || lower.includes(small.replaceAll('"', '""'));
	};
}

/** From each relation to the relations and functions that changing it may touch. */
async function linksIn(
	database: Database,
	truncates: boolean
): Promise<ReadonlyMap<number, readonly number[]>> {
	const { rows } = await database.query(
		`SELECT confrelid, conrelid FROM pg_constraint
			WHERE contype = 'f' AND ($1 OR confdeltype IN ('c', 'n', 'd') OR confupdtype IN ('c', 'n', 'd'))
		UNION SELECT tgrelid, tgfoid FROM pg_trigger WHERE NOT tgisinternal
		UNION SELECT inhparent, inhrelid FROM pg_inherits
		UNION SELECT inhrelid, inhparent FROM pg_inherits
		UNION SELECT r.ev_class, d.refobjid FROM pg_rewrite r JOIN pg_depend d ON d.objid = r.oid
			WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid > ${lastOfSystem} AND r.ev_class > ${lastOfSystem}
				AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)`,
		[truncates]
	);
	const links = new Map<number, number[]>();
	for (const [from, to] of rows) {
		const list = links.get(Number(from));
		if (list) list.push(Number(to));
		else links.set(Number(from), [Number(to)]);
	}
	return links;
}

interface Routine {
	readonly oid: number;
	readonly name: string;
	readonly body: string;
}

async function functionsIn(database: Database): Promise<ReadonlyMap<number, Routine>> {
	const { rows } = await database.query(
		`SELECT oid, proname, coalesce(pg_get_function_sqlbody(oid), prosrc) FROM pg_proc p
		WHERE oid > ${lastOfSystem} AND prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend
			WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')`
	);
	return new Map(
		rows.map(([oid, name, body]) => [
			Number(oid),
			{ oid: Number(oid), name: String(name), body: String(body) }
		])
	);
}

async function eventFunctions(database: Database): Promise<readonly number[]> {
	const { rows } = await database.query('SELECT evtfoid FROM pg_event_trigger');
	return rows.map(([oid]) => Number(oid));
}

/** The tables with a column of a type, extension or collation that is named. */
async function madeOf(database: Database, names: (name: string) => boolean): Promise<ReadonlySet<number>> {
	const { rows: made } = await database.query(
		`SELECT oid, typname FROM pg_type WHERE oid > ${lastOfSystem}
		UNION SELECT oid, extname FROM pg_extension UNION SELECT oid, collname FROM pg_collation WHERE oid > ${lastOfSystem}`
	);
	const { rows: uses } = await database.query(
		`SELECT refobjid, objid FROM pg_depend
		WHERE classid IN ('pg_type'::regclass, 'pg_class'::regclass) AND objid > ${lastOfSystem}
			AND refclassid IN ('pg_type'::regclass, 'pg_extension'::regclass, 'pg_collation'::regclass)`
	);
	const found = new Set(made.filter(([, name]) => names(String(name))).map(([oid]) => Number(oid)));
	for (const oid of found) {
		for (const [used, user] of uses) if (Number(used) === oid) found.add(Number(user));
	}
	return found;
}
