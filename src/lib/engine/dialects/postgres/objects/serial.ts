import { sameMeaning } from '../../../schema/compare.ts';
import { objectKey, type Column, type Definition, type Schema, type Table } from '../../../schema/model.ts';
import { identifier, literal } from '../identifier.ts';
import { automaticName, besides, namePartsOf } from '../object-names.ts';
import type { PlanContext } from './kind.ts';

const serials: Readonly<Record<string, string>> = {
	smallint: 'smallserial',
	integer: 'serial',
	bigint: 'bigserial'
};

/** The column that owns a sequence. */
export function ownerOf({
	properties
}: Definition): { readonly table: string; readonly column: string } | undefined {
	const { ownedBy } = properties;
	if (typeof ownedBy !== 'string') return undefined;
	const parts = [...ownedBy.matchAll(/"(?:[^"]|"")*"|[^."]+/g)].map(([part]) => part);
	const column = parts.pop() ?? '';
	return {
		table: parts.join('.'),
		column: column.startsWith('"') ? column.slice(1, -1).replaceAll('""', '"') : column
	};
}

/** How a sequence says which column owns it. */
export function owning(table: string, column: string): string {
	return `${table}.${identifier(column)}`;
}

/** The default that takes the next number of a sequence. */
export function nextOf(sequence: string): string {
	return `nextval(${literal(sequence)}::regclass)`;
}

/** A column, with the table that it is in. */
export interface DrawingColumn {
	readonly table: Table;
	readonly column: Column;
}

/** The columns whose default takes the next number of a sequence. */
export function drawingFrom(sequence: string, { objects }: Schema): readonly DrawingColumn[] {
	return objects.flatMap((table) =>
		table.kind === 'table'
			? table.columns
					.filter((column) => column.default === nextOf(sequence))
					.map((column) => ({ table, column }))
			: []
	);
}

/** Whether two sequences differ in nothing but their names. */
export function countAlike(one: Definition, other: Definition): boolean {
	return sameMeaning({ ...one, name: other.name, sql: other.sql }, other);
}

/**
 * The word (`serial`) that makes a new column together with its sequence, where that is exactly what is wanted; undefined
 * where either is there already or is anything special.
 */
export function serialOf(
	table: Table,
	column: Column,
	context: PlanContext
): { readonly type: string; readonly sequence: string } | undefined {
	const type = serials[column.type];
	if (type === undefined || column.default === undefined || column.nullable) return undefined;
	const sequence = besides(table.name, automaticName(namePartsOf(table.name).name, column.name, 'seq'));
	if (column.default !== nextOf(sequence)) return undefined;
	const key = objectKey({ kind: 'sequence', name: sequence });
	const [found, before] = [context.later(key), context.before(key)];
	if (found === undefined || before !== undefined || !('properties' in found)) return undefined;
	const own = context.before(objectKey(table));
	if (own?.kind === 'table' && own.columns.some(({ name }) => name === column.name)) return undefined;
	const { ownedBy, type: counts, ...special } = found.properties;
	if (Object.keys(special).length > 0 || ownedBy !== owning(table.name, column.name)) return undefined;
	return (counts ?? 'bigint') === column.type ? { type, sequence } : undefined;
}

/** Sequences of the earlier schema that go with these columns of a table, as nobody keeps them. */
export function fallingSequences(
	context: PlanContext,
	table: string,
	columns: readonly string[]
): readonly string[] {
	return context.from.objects.flatMap((object) => {
		if (object.kind !== 'sequence' || context.later(objectKey(object)) !== undefined) return [];
		const owner = ownerOf(object);
		return owner?.table === table && columns.includes(owner.column) ? [object.name] : [];
	});
}
