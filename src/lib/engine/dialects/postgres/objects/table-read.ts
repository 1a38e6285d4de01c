import type { Queryable } from '../../../database.ts';
import { groupBy } from '../../../group-by.ts';
import type { Table } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { columnNode, constraintNode, defaultNode } from '../nodes.ts';
import { columnOf, constraintOf, saidIn, type Surrounding } from './table-model.ts';
import { tableText } from './table-text.ts';
import type { CatalogNode, ReadObject } from './kind.ts';
import { records } from './records.ts';
import { sequenceQuery, type SequenceRow } from './sequence-rows.ts';
import {
	columnQuery,
	constraintQuery,
	tableQuery,
	type ColumnRow,
	type ConstraintRow,
	type TableRow
} from './table-rows.ts';

/** Every table of the user, partitioned and foreign ones among them. */
export async function readTables(database: Queryable): Promise<readonly ReadObject[]> {
	const tables = await records<TableRow>(database, tableQuery);
	const columns = groupBy(await records<ColumnRow>(database, columnQuery), ({ relation }) => relation);
	const all = await records<ConstraintRow>(database, constraintQuery);
	const constraints = groupBy(all, ({ relation }) => relation);
	const counters = (await records<SequenceRow>(database, sequenceQuery)).filter(({ owned }) => owned === 'i');
	const sequences = groupBy(counters, ({ owner }) => owner ?? 0);
	return tables.map((row) =>
		readTable(row, columns.get(row.oid) ?? [], constraints.get(row.oid) ?? [], sequences.get(row.oid) ?? [])
	);
}

function readTable(
	row: TableRow,
	columns: readonly ColumnRow[],
	constraints: readonly ConstraintRow[],
	sequences: readonly SequenceRow[]
): ReadObject {
	const own = constraints.filter(({ repeats }) => !repeats);
	const surrounding: Surrounding = { table: row, sequences };
	const table: Omit<Table, 'sql'> = {
		kind: 'table',
		name: row.name,
		columns: columns.map((column) => columnOf(column, surrounding)),
		constraints: own.map((constraint) => constraintOf(constraint)),
		options: optionsOf(row),
		...(row.comment !== null && { comment: row.comment })
	};
	return {
		object: { ...table, sql: tableText({ ...table, sql: '' }) },
		nodes: [
			...tableNodes(row),
			...columns.flatMap((column) => columnNodes(row, column)),
			...sequences.map(({ oid, column }): CatalogNode => ({
				catalog: 'pg_class',
				oid,
				node: columnNode(row.name, column ?? '')
			})),
			...own.flatMap((constraint) => constraintNodes(row, constraint))
		]
	};
}

function tableNodes({ name, oid, type, arrayType }: TableRow): readonly CatalogNode[] {
	const node = `table ${name}`;
	return [
		{ catalog: 'pg_class', oid, node },
		...[type, arrayType]
			.filter((number) => number !== 0)
			.map((number): CatalogNode => ({ catalog: 'pg_type', oid: number, node }))
	];
}

function columnNodes({ name, oid }: TableRow, column: ColumnRow): readonly CatalogNode[] {
	const node = columnNode(name, column.name);
	return [
		{ catalog: 'pg_class', oid, column: column.number, node },
		...(column.filledOid === null
			? []
			: [
					{
						catalog: 'pg_attrdef',
						oid: column.filledOid,
						node: defaultNode(name, column.name)
					} as const
				]),
		...(column.notNull === null ? [] : [{ catalog: 'pg_constraint', oid: column.notNull, node } as const])
	];
}

function constraintNodes(
	{ name }: TableRow,
	{ oid, index, name: constraint }: ConstraintRow
): readonly CatalogNode[] {
	const node = constraintNode(name, constraint);
	return [
		{ catalog: 'pg_constraint', oid, node },
		...(index === null ? [] : [{ catalog: 'pg_class', oid: index, node } as const])
	];
}

function optionsOf(row: TableRow): Table['options'] {
	const bound = row.bound !== null;
	const inherits = bound ? [] : (row.parents ?? []);
	const options: Record<string, string | boolean | null> = {
		unlogged: row.unlogged,
		partitionBy: row.partitionBy === null ? null : castInside(row.partitionBy),
		partitionOf: bound ? (row.parents?.[0] ?? '') : null,
		bound: row.bound,
		inherits: inherits.length === 0 ? null : inherits.join(', '),
		rowSecurity: row.rowSecurity,
		forceRowSecurity: row.forceRowSecurity,
		replicaIdentity: row.kind === 'f' ? null : row.replicaIdentity,
		ofType: row.ofType,
		accessMethod: row.accessMethod,
		tablespace: row.tablespace,
		with: row.with,
		cluster: row.cluster,
		server: row.server,
		foreignOptions: row.foreignOptions
	};
	return saidIn(options);
}
