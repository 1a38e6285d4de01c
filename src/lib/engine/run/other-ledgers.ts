import { objectKey } from '../schema/model.ts';
import type { Schema, SchemaObject } from '../schema/model.ts';

/** The tables in which other tools note what they have applied, each by name and columns. */
const otherLedgers: readonly { readonly name: string; readonly columns: readonly string[] }[] = [
	{ name: 'schema_migrations', columns: ['version'] },
	{ name: 'schema_migrations', columns: ['version', 'dirty'] }
];

/** What Alembic calls its table where `env.py` names no other `version_table`. */
export const usualVersionTable = 'alembic_version';

/**
 * Whether it is the table in which Alembic keeps the heads of what is applied, and nothing else: `env.py` may give it any name
 * and any schema, but its one column and its key are always named alike.
 */
export function isVersionTable(object: SchemaObject): boolean {
	if (object.kind !== 'table' || object.columns.length !== 1) return false;
	if (object.columns[0]?.name !== 'version_num') return false;
	if (object.name === usualVersionTable) return true;
	const key = object.constraints.find(({ kind }) => kind === 'primaryKey');
	return key?.name !== undefined && `${unquoted(object.name)}_pkc`.endsWith(unquoted(key.name));
}

/** A name as it stands in the catalog, after its schema where it has one. */
function unquoted(name: string): string {
	return name.replaceAll('"', '');
}

/**
 * Both schemas without the ledgers of other tools, which belong to no migration: a tool's own `schema.sql` holds
 * its ledger, while the database it describes may never have met the tool. A table that only has the name of
 * one, on either side, stays.
 */
export function withoutOtherLedgers(...schemas: readonly [Schema, Schema]): readonly [Schema, Schema] {
	const tables = schemas.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'table'));
	const own = new Set(tables.filter((table) => !isOtherLedger(table)).map(objectKey));
	const hidden = new Set(tables.filter((table) => !own.has(objectKey(table))).map(({ name }) => name));
	const [from, to] = schemas;
	return [without(from, hidden), without(to, hidden)];
}

function isOtherLedger(object: SchemaObject): boolean {
	if (object.kind !== 'table') return false;
	if (isVersionTable(object)) return true;
	const columns = object.columns.map(({ name }) => name);
	return otherLedgers.some(
		(ledger) =>
			ledger.name === object.name &&
			ledger.columns.length === columns.length &&
			ledger.columns.every((column, i) => column === columns[i])
	);
}

function without(schema: Schema, tables: ReadonlySet<string>): Schema {
	if (tables.size === 0) return schema;
	return {
		objects: schema.objects.filter((object) => {
			if (object.kind === 'table') return !tables.has(object.name);
			return !('table' in object && tables.has(object.table));
		})
	};
}
