import { DatabaseError, type Database, type QueryResult } from '../database.ts';
import type { PartHolder } from '../dialects/dialect.ts';
import type { Rename } from '../schema/change.ts';
import { earlierNames } from '../schema/earlier-names.ts';
import type { Schema, Table } from '../schema/model.ts';
import { partsOf } from '../schema/type-parts.ts';

/** What hangs on the answer to whether something was renamed, as the rows are now. */
export interface RenameEffect {
	readonly rename: Rename;
	/** Rows of the table. */
	readonly rows: number;
	/**
	 * What is kept by a rename and lost without: the values of a column or attribute that are not NULL, the rows of a table. Of a
	 * value of an enum, the rows that hold it, which an upgrade without a rename fails on.
	 */
	readonly values: number;
	/** A few of them: of a column or a part of a type, with what tells the rows apart before it. */
	readonly sample: QueryResult;
	/** What rows hold in a column that is added instead, as SQL; absent where nothing says it. */
	readonly anew?: string;
}

/** What each answer does to the rows, in a few words: `1,000 values kept`, `1,000 values lost`. */
export function outcomesOf({ rename, rows, values }: RenameEffect): {
	readonly renamed: string;
	readonly dropped: string;
} {
	if (values === 0) {
		const none = nothing(rename.kind, rows);
		return { renamed: none, dropped: none };
	}
	const [one, holds] = values === 1 ? ['', 's'] : ['s', ''];
	const things = (thing: string) => `${values.toLocaleString('en')} ${thing}${one}`;
	if (rename.kind === 'value') {
		const dropped = `${things('row')} still hold${holds} it, and the upgrade fails`;
		return { renamed: `${things('row')} keep${holds} it`, dropped };
	}
	const all = things(rename.kind === 'table' ? 'row' : 'value');
	return { renamed: `${all} kept`, dropped: `${all} lost` };
}

function nothing(kind: Rename['kind'], rows: number): string {
	if (kind === 'value') return 'no row holds it';
	if (kind === 'attribute') return 'no row has a value in it';
	return rows === 0 ? 'the table has no rows' : 'the column has no values';
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
	renaming: Renaming
): Promise<RenameEffect | undefined> {
	const { present, desired, confirmed, rowCounts } = renaming;
	if ('type' in rename) return partEffect(database, rename, renaming);
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
	const filled = `${database.dialect.identifier(rename.from)} IS NOT NULL`;
	const values = await countOf(database, table, filled);
	const sample = await firstRows(database, table, columns, keys, filled);
	const later = tableIn(desired, rename.table)?.columns.find((column) => column.name === rename.to);
	const anew = later?.default ?? (later?.nullable === false ? undefined : 'NULL');
	return { rename, rows, values, sample, ...(anew !== undefined && { anew }) };
}

type PartRename = Extract<Rename, { readonly type: string }>;

async function partEffect(
	database: Database,
	rename: PartRename,
	{ present, rowCounts }: Renaming
): Promise<RenameEffect | undefined> {
	const names = present.objects.map(partsOf).find((parts) => parts?.type === rename.type)?.names;
	if (!names?.includes(rename.from)) return undefined;
	const found = [];
	for (const holder of database.dialect.partHolders?.(rename, present) ?? []) {
		found.push({ ...holder, values: await countOf(database, holder.table, holder.condition) });
	}
	const tables = new Set(found.map(({ table }) => table.name));
	const rows = [...tables].reduce((all, name) => all + (rowCounts[name] ?? 0), 0);
	const values = found.reduce((all, one) => all + one.values, 0);
	const shown = found.find((one) => one.values > 0);
	const sample = shown ? await rowsHolding(database, shown) : { columns: [], rows: [] };
	return { rename, rows, values, sample, ...(rename.kind === 'attribute' && { anew: 'NULL' }) };
}

/** The first rows that hold a part, with what tells them apart before it. */
async function rowsHolding(
	database: Database,
	{ table, condition, shown, title }: PartHolder
): Promise<QueryResult> {
	const keys = keyOf(table);
	const others = keys.length > 0 ? keys : otherColumn(table, title);
	const columns = others.filter((column) => column !== title);
	const sample = await firstRows(database, table, columns, keys, condition, [shown]);
	return { ...sample, columns: [...columns, title] };
}

async function countOf(database: Database, table: Table, condition: string): Promise<number> {
	const { rows } = await database.query(
		`SELECT count(*) FROM ${database.dialect.relation(table.name)} WHERE ${condition}`
	);
	return Number(rows[0]?.[0] ?? 0);
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

/** The first rows of which `condition` is true, in the order of the key where there is one; `more` is shown after the columns. */
async function firstRows(
	database: Database,
	table: Table,
	columns: readonly string[],
	keys: readonly string[],
	condition?: string,
	more: readonly string[] = []
): Promise<QueryResult> {
	const { identifier, relation } = namesOf(database);
	const list = (names: readonly string[]) => names.map(identifier).join(', ');
	const found = await database.query(
		[
			`SELECT ${[...columns.map(identifier), ...more].join(', ')} FROM ${relation(table.name)}`,
			...(condition === undefined ? [] : [`WHERE ${condition}`]),
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
