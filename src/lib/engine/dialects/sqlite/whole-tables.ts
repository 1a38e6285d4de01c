import { DatabaseError } from '../../database.ts';
import type { Database } from '../../database.ts';
import type { TableNames } from '../../rows/table-fates.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import type { Rename } from '../../schema/change.ts';
import { identifier } from './identifier.ts';
import type { RowNumbers } from '../../rows/row-numbers.ts';
import { mayName } from './step-text.ts';
import type { Touched } from './touched-tables.ts';

/**
 * The tables that have to be compared whole. Where any may have been touched, these are all, or those that `sql` names
 * where nothing leads from one table to another.
 */
export async function candidates(
	sides: { readonly before: Database; readonly after: Database },
	{ names }: Touched,
	sql: string
): Promise<TableNames> {
	const [before, after] = [await tablesOf(sides.before), await tablesOf(sides.after)];
	const known = new Set(
		[...before, ...after].flatMap(({ name, kind }) => (kind === 'shadow' ? [] : name.toLowerCase()))
	);
	// What is written to the tables behind a virtual one is written to it.
	const hasOthers = [...(names ?? [])].some((name) => !known.has(name));
	const isWanted = names ? (name: string) => names.has(name.toLowerCase()) : await namedIn(sides, sql);
	const wanted = (tables: readonly Listed[]) =>
		new Set(
			tables.flatMap(({ name, kind }) =>
				kind !== 'shadow' && (isWanted(name) || (kind === 'virtual' && (hasOthers || !names))) ? [name] : []
			)
		);
	return { before: wanted(before), after: wanted(after) };
}

/**
 * Without the tables that had no rows and have none: nothing can have become of these, and comparing a table costs a
 * dozen questions. Most of a structure that is just being built is empty.
 */
export async function withRows(
	{ after, renames }: { readonly after: Database; readonly renames: readonly Rename[] },
	names: TableNames,
	counts: RowNumbers
): Promise<TableNames> {
	const moved = new Set(renames.flatMap(({ from, to }) => [from, to]));
	const stayed = [...names.after].filter((name) => names.before.has(name) && !moved.has(name));
	const wereEmpty = stayed.filter((name) => counts.has(name) && counts.of(name) === 0);
	const empty = new Set<string>();
	for (const name of wereEmpty) if (await isEmpty(after, name)) empty.add(name);
	const others = (some: ReadonlySet<string>) => new Set([...some].filter((name) => !empty.has(name)));
	return { before: others(names.before), after: others(names.after) };
}

/** Whether none of the tables that may have been touched had rows before, and none has any now. */
export async function haveNoRows(
	database: Database,
	{ names, parts }: Touched,
	counts: RowNumbers
): Promise<boolean> {
	if (!names) return false;
	const fresh = new Set(parts.flatMap(({ table }) => table?.toLowerCase() ?? []));
	for (const name of names) {
		// What stands behind a virtual table is written by that.
		if (counts.of(name) > 0 || !(counts.has(name) || fresh.has(name))) return false;
	}
	const { rows } = await database.query(`SELECT name FROM main.sqlite_schema WHERE type = 'table'`);
	for (const name of rows.map(([name]) => String(name)))
		if (names.has(name.toLowerCase()) && !(await isEmpty(database, name))) return false;
	return true;
}

async function isEmpty(database: Database, table: string): Promise<boolean> {
	try {
		const { rows } = await database.query(`SELECT EXISTS (SELECT 1 FROM main.${identifier(table)})`);
		return rows[0]?.[0] === 0;
	} catch (error) {
		// A table that cannot be read is told of where it is compared.
		if (error instanceof DatabaseError) return false;
		throw error;
	}
}

interface Listed {
	readonly name: string;
	readonly kind: string;
}

async function tablesOf(database: Database): Promise<readonly Listed[]> {
	const { rows } = await database.query(
		`SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type <> 'view'
			AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(name) <> ? ORDER BY name`,
		[ledgerTable]
	);
	return rows.map(([name, kind]) => ({ name: String(name), kind: String(kind) }));
}

const leads = `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'trigger' OR sql LIKE '%references%')`;

/** Tells whether a table may have been touched by these statements. */
async function namedIn(
	{ before, after }: { readonly before: Database; readonly after: Database },
	sql: string
): Promise<(table: string) => boolean> {
	for (const database of [before, after]) {
		const { rows } = await database.query(leads);
		if (rows[0]?.[0] !== 0) return () => true;
	}
	return mayName(sql);
}
