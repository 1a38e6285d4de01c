import {
	objectKey,
	type MaterializedView,
	type Schema,
	type SchemaObject,
	type View
} from '../../../schema/model.ts';
import { attributesOf } from '../../../schema/type-parts.ts';
import { columnsOfView } from './composite-values.ts';
import { parentsOf } from './family.ts';
import { text } from './records.ts';
import { ownTypeOf } from './type-names.ts';

/** A column in which rows of a table are stored as values, be it inside of another type. */
export interface RowHolder {
	/** The table or materialized view that it is a column of. */
	readonly object: SchemaObject;
	readonly column: string;
	readonly type: string;
}

const known = new WeakMap<Schema, ReadonlyMap<string, readonly RowHolder[]>>();

/**
 * The stored columns that hold rows of a table or view. One that a table has from its parent counts as the parent's, and the
 * rows of a foreign table are stored elsewhere.
 */
export function holdersOfRows(table: string, schema: Schema): readonly RowHolder[] {
	let holders = known.get(schema);
	if (holders === undefined) known.set(schema, (holders = findHolders(schema)));
	return holders.get(table) ?? [];
}

function findHolders(schema: Schema): ReadonlyMap<string, readonly RowHolder[]> {
	const inside = insidesOf(schema);
	const found = new Map<string, RowHolder[]>();
	for (const object of schema.objects) {
		for (const column of storedColumns(object, schema)) {
			for (const rows of rowsWithin(column, inside)) {
				const holders = found.get(rows) ?? [];
				found.set(rows, [...holders, { object, column: column.name, type: column.type }]);
			}
		}
	}
	return found;
}

/** Something of a type, with what it needs. */
interface Typed {
	readonly type: string;
	readonly needs?: readonly string[] | undefined;
}

interface TypedColumn extends Typed {
	readonly name: string;
}

function storedColumns(object: SchemaObject, schema: Schema): readonly TypedColumn[] {
	if (object.kind === 'materializedView') return viewColumns(object);
	if (object.kind !== 'table' || object.options.server !== undefined) return [];
	const parents = parentsOf(object);
	if (parents.length === 0) return object.columns;
	const above = schema.objects.filter((other) => other.kind === 'table' && parents.includes(other.name));
	return object.columns.filter(
		({ name }) => !above.some((other) => 'columns' in other && hasColumn(other, name))
	);
}

function hasColumn(object: SchemaObject, name: string): boolean {
	return object.kind === 'table' && object.columns.some((column) => column.name === name);
}

function viewColumns(view: View | MaterializedView): readonly TypedColumn[] {
	return columnsOfView(view).map((column) => ({ ...column, needs: view.needs }));
}

/** What a type of the user's has directly inside; `rows` says that it is the row of a table or view. */
interface Inside {
	readonly types: readonly Typed[];
	readonly rows: boolean;
}

function insidesOf(schema: Schema): ReadonlyMap<string, Inside> {
	const found = new Map<string, Inside>();
	for (const object of schema.objects) {
		const inside = insideOf(object);
		if (inside !== undefined) found.set(object.name, inside);
	}
	return found;
}

function insideOf(object: SchemaObject): Inside | undefined {
	const { needs } = object;
	const named = (property: string) => {
		const type = 'properties' in object ? text(object, property) : undefined;
		return type === undefined ? [] : [{ type, needs }];
	};
	switch (object.kind) {
		case 'table':
			// What is in the columns of a table is that table's own concern, but for one without rows of its own here.
			return { types: object.options.server === undefined ? [] : object.columns, rows: true };
		case 'view':
			return { types: viewColumns(object), rows: true };
		case 'materializedView':
			return { types: [], rows: true };
		case 'domain':
			return { types: named('type'), rows: false };
		case 'rangeType':
			return { types: named('subtype'), rows: false };
		case 'compositeType':
			return { types: attributesOf(object).map(({ type }) => ({ type, needs })), rows: false };
		default:
			return undefined;
	}
}

function rowsWithin({ type, needs }: Typed, inside: ReadonlyMap<string, Inside>): readonly string[] {
	const name = ownTypeOf(type, needs);
	const here = name === undefined ? undefined : inside.get(name);
	if (name === undefined || here === undefined) return [];
	const further = here.types.flatMap((one) => rowsWithin(one, inside));
	return [...new Set(here.rows ? [name, ...further] : further)];
}

/** Whether the same column, with the same type, is among these. */
export function isAmong(holders: readonly RowHolder[], { object, column, type }: RowHolder): boolean {
	return holders.some(
		(other) => other.column === column && other.type === type && objectKey(other.object) === objectKey(object)
	);
}
