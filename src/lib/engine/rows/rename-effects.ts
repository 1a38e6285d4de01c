import { DatabaseError, type Database, type QueryResult } from '../database.ts';
import type { Rename } from '../schema/change.ts';
import { earlierNames } from '../schema/earlier-names.ts';
import type { Schema, Table } from '../schema/model.ts';

/** What hangs on the answer to whether something was renamed, as the rows are now. */
export interface RenameEffect {
	readonly rename: Rename;
	/** Rows of the table. */
	readonly rows: number;
	/** What is kept by a rename and lost without: the values of a column that are not NULL, the rows of a table. */
	readonly values: number;
	/** A few of them: of a column, with what tells the rows apart before it. */
	readonly sample: QueryResult;
	/** What rows hold in a column that is added instead, as SQL; absent where nothing says it. */
	readonly anew?: string;
}

/** What each answer does to the rows, in a few words: `1,000 values kept`, `1,000 values lost`. */
export function outcomesOf({ rename, rows, values }: RenameEffect): {
	readonly renamed: string;
	readonly dropped: string;
} {
	const none = rows === 0 ? 'the table has no rows' : 'the column has no values';
	if (values === 0) return { renamed: none, dropped: none };
	const thing = rename.kind === 'table' ? 'row' : 'value';
	const all = `${values.toLocaleString('en')} ${thing}${values === 1 ? '' : 's'}`;
	return { renamed: `${all} kept`, dropped: `${all} lost` };
}

/** Rows that are shown of a table, and columns where the whole table is meant. */
const shown = { rows: 3, columns: 4 } as const;

/** What is known where renames are asked about. */
export interface Renaming {
	readonly present: Schema;
	readonly desired: Schema;
	/** The renames that have been confirmed. */
	readonly confirmed: readonly Rename[];
	readonly rowCounts: Readonly<Record<string, number>>;
}

/**
 * What hangs on each rename, read from the rows there are: how many rows or values are kept if it is one and lost if it
 * is none, and a few of them. A rename of something that is not there or cannot be read is left out.
 */
export async function renameEffects(
	database: Database,
	renames: readonly Rename[],
	renaming: Renaming
): Promise<readonly RenameEffect[]> {
	const effects: RenameEffect[] = [];
	for (const rename of renames) {
		const effect = await renameEffect(database, rename, renaming).catch((error: unknown) => {
			if (error instanceof DatabaseError) return undefined;
			throw error;
		});
		if (effect) effects.push(effect);
	}
	return effects;
}

async function renameEffect(
	database: Database,
	rename: Rename,
	{ present, desired, confirmed, rowCounts }: Renaming
): Promise<RenameEffect | undefined> {
	const name = rename.kind === 'table' ? rename.from : earlierNames(confirmed).table(rename.table);
	const table = tableIn(present, name);
	const rows = rowCounts[name];
	if (table === undefined || rows === undefined) return undefined;
	const keys = keyOf(table);
	if (rename.kind === 'table') {
		const columns = table.columns.slice(0, shown.columns).map((column) => column.name);
		const sample = await firstRows(database, table, columns, keys);
		return { rename, rows, values: rows, sample };
	}
	if (!table.columns.some((column) => column.name === rename.from)) return undefined;
	const others = keys.length > 0 ? keys : otherColumn(table, rename.from);
	const columns = [...others.filter((column) => column !== rename.from), rename.from];
	const { rows: counted } = await database.query(
		`SELECT count(${database.dialect.identifier(rename.from)}) FROM ${database.dialect.relation(name)}`
	);
	const sample = await firstRows(database, table, columns, keys, rename.from);
	const later = tableIn(desired, rename.table)?.columns.find((column) => column.name === rename.to);
	const anew = later?.default ?? (later?.nullable === false ? undefined : 'NULL');
	return { rename, rows, values: Number(counted[0]?.[0] ?? 0), sample, ...(anew !== undefined && { anew }) };
}

function tableIn(schema: Schema, name: string): Table | undefined {
	return schema.objects.find((object): object is Table => object.kind === 'table' && object.name === name);
}

/** The columns of the primary key. */
function keyOf({ constraints }: Table): readonly string[] {
	const key = constraints.find((constraint) => constraint.kind === 'primaryKey');
	return key?.parts.flatMap(({ column }) => column ?? []) ?? [];
}

/** A column by which a person may know a row. */
function otherColumn({ columns }: Table, but: string): readonly string[] {
	return columns
		.map(({ name }) => name)
		.filter((name) => name !== but)
		.slice(0, 1);
}

/** The first rows, in the order of the key where there is one, with a value in `filled`. */
async function firstRows(
	database: Database,
	table: Table,
	columns: readonly string[],
	keys: readonly string[],
	filled?: string
): Promise<QueryResult> {
	const { identifier, relation } = namesOf(database);
	const list = (names: readonly string[]) => names.map(identifier).join(', ');
	const found = await database.query(
		[
			`SELECT ${list(columns)} FROM ${relation(table.name)}`,
			...(filled === undefined ? [] : [`WHERE ${identifier(filled)} IS NOT NULL`]),
			...(keys.length === 0 ? [] : [`ORDER BY ${list(keys)}`]),
			`LIMIT ${shown.rows}`
		].join(' ')
	);
	return { columns: found.columns, rows: found.rows };
}

function namesOf({ dialect }: Database) {
	return {
		identifier: (name: string) => dialect.identifier(name),
		relation: (name: string) => dialect.relation(name)
	};
}
