import type { Change } from '../../engine/schema/change.ts';
import { constraintKey } from '../../engine/schema/compare.ts';
import type { RenameChange } from '../../engine/schema/rename-kinds.ts';
import { objectKey, type Schema, type SchemaObject, type Table } from '../../engine/schema/model.ts';
import { columnBefore } from './aspects.ts';

/** The schema from which that one change, and nothing else, leads to `later`. The statement of a table stays as it was. */
export function beforeChange(later: Schema, change: Change): Schema {
	switch (change.kind) {
		case 'addObject':
			return without(later, change.object);
		case 'dropObject':
			return { objects: sorted([...later.objects, change.object]) };
		case 'replaceObject':
			return { objects: sorted([...without(later, change.to).objects, change.from]) };
		case 'renameTable':
		case 'renameColumn':
		case 'renamePart':
			return later;
		default: {
			const objects = later.objects.map((object) => {
				if (object.kind !== 'table' || object.name !== change.table) return object;
				return tableBefore(object, change);
			});
			return { objects };
		}
	}
}

function tableBefore(
	table: Table,
	change: Exclude<Change, { kind: 'addObject' | 'dropObject' | 'replaceObject' } | RenameChange>
): Table {
	switch (change.kind) {
		case 'addColumn':
			return { ...table, columns: table.columns.filter(({ name }) => name !== change.column.name) };
		case 'dropColumn':
			return { ...table, columns: [...table.columns, change.column] };
		case 'alterColumn':
			return {
				...table,
				columns: table.columns.map((column) =>
					column.name === change.to.name ? columnBefore(column, change) : column
				)
			};
		case 'addConstraint': {
			const key = constraintKey(change.constraint);
			return { ...table, constraints: table.constraints.filter((one) => constraintKey(one) !== key) };
		}
		case 'dropConstraint':
			return { ...table, constraints: [...table.constraints, change.constraint] };
		case 'alterOptions':
			return { ...table, options: change.from };
		case 'alterComment': {
			const { comment: _, ...rest } = table;
			return { ...rest, ...(change.from !== undefined && { comment: change.from }) };
		}
	}
}

function without({ objects }: Schema, object: SchemaObject): Schema {
	const key = objectKey(object);
	return { objects: objects.filter((one) => objectKey(one) !== key) };
}

function sorted(objects: readonly SchemaObject[]): readonly SchemaObject[] {
	return objects.toSorted((one, other) => (objectKey(one) < objectKey(other) ? -1 : 1));
}
