import type { Column, Table } from '../../../schema/model.ts';
import { automaticName, namePartsOf } from '../object-names.ts';
import { constraintRenamed } from './constraint-rename.ts';
import type { PlanContext } from './kind.ts';
import { since } from './since.ts';

/** The name PostgreSQL gives to the NOT NULL of a column; before PostgreSQL 18 it had none. */
export function usualNotNull(table: string, column: string): string {
	return automaticName(namePartsOf(table).name, column, 'not_null');
}

/** The name of the NOT NULL of a column. */
export function notNullName({ name, options }: Column, table: Table): string {
	return typeof options.notNullName === 'string' ? options.notNullName : usualNotNull(table.name, name);
}

/** Renames the NOT NULL of a column, where the database is one that names it. */
export function notNullRenamed(
	table: Table,
	from: string,
	to: string,
	context: Pick<PlanContext, 'target'>
): { readonly sql: string } {
	return { sql: since(18, constraintRenamed(table, from, to), context) };
}
